import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/day.ts';
import { type InputName, inputId } from '../../src/slack/action-ids.ts';
import type { OpenView } from '../../src/slack/slack-request.ts';
import { growthPlanForm, growthPlanModal } from '../../src/slack/views/growth-plan-view.ts';
import { overrideForm, overrideModal } from '../../src/slack/views/override-view.ts';
import { sentimentForm, sentimentModal } from '../../src/slack/views/sentiment-view.ts';
import { snoozeForm, snoozeModal } from '../../src/slack/views/snooze-view.ts';
import { viewProblems } from '../support/block-limits.ts';
import { fc } from '../support/fc.ts';

const TODAY = '2026-03-01';

function filled(fields: Partial<Record<InputName, string>>): OpenView {
  const values = new Map(Object.entries(fields).map(([name, value]) => [inputId(name as InputName), value]));
  return { id: 'V1', isHome: false, hash: null, callbackId: '', metadata: '', values };
}

const blockIds = (view: { readonly blocks: readonly { readonly block_id?: string }[] }) =>
  view.blocks.flatMap(({ block_id: id }) => id ?? []);

describe('snoozeForm', () => {
  const good = { until: 'date', day: '2026-03-15', reason: 'They renew first' } as const;

  it.each<[string, Partial<Record<InputName, string>>, string[]]>([
    ['a day ahead', good, []],
    ['tomorrow', { ...good, day: '2026-03-02' }, []],
    ['today', { ...good, day: TODAY }, ['day']],
    ['a day that has passed', { ...good, day: '2026-02-01' }, ['day']],
    ['a year from now', { ...good, day: addDays(TODAY, 365) }, []],
    ['longer than a year', { ...good, day: addDays(TODAY, 366) }, ['day']],
    ['no day', { ...good, day: '' }, ['day']],
    ['no such day', { ...good, day: '2026-02-31' }, ['day']],
    ['nonsense for a day', { ...good, day: '2026-99-99' }, ['day']],
    ['until a change, whatever the day', { ...good, until: 'change', day: TODAY }, []],
    ['until the renewal without a day', { ...good, until: 'renewal', day: '' }, []],
    ['no reason', { ...good, reason: '  ' }, ['reason']],
    ['a reason that draws nothing', { ...good, reason: '\u200b\u3164' }, ['reason']],
    ['nothing at all', {}, ['day', 'reason']],
  ])('%s', (_, fields, wrong) => {
    expect(Object.keys(snoozeForm.check(filled(fields), TODAY))).toEqual(wrong);
    const value = () => snoozeForm.valueOf(filled(fields), TODAY);
    if (wrong.length === 0) expect(value()).toMatchObject({ reason: 'They renew first' });
    else expect(value).toThrow();
  });

  it('cuts a reason that is too long and drops what is hidden in it', () => {
    const { reason } = snoozeForm.valueOf(filled({ ...good, reason: `${'x'.repeat(499)}😀y\n\u202e` }), TODAY);
    expect(reason).toBe('x'.repeat(499));
  });
});

describe('overrideForm', () => {
  const good = { kind: 'cap', points: '44.9', day: '2026-03-31', reason: 'Their champion left' } as const;

  it.each([
    ['44.9', '44.9'],
    ['44,9', '44.9'],
    ['0', '0.0'],
    ['100', '100.0'],
    ['100.0', '100.0'],
    ['7', '7.0'],
  ])('takes %s points as %s', (points, expected) => {
    expect(overrideForm.valueOf(filled({ ...good, points }), TODAY)).toEqual({
      kind: 'cap',
      points: expected,
      expiresOn: '2026-03-31',
      reason: 'Their champion left',
    });
  });

  it.each(['', '100.1', '101', '-1', '44.95', '1e1', '٤', 'NaN', '4 4', '.5'])(
    'refuses “%s” as points, at the field',
    (points) => {
      expect(Object.keys(overrideForm.check(filled({ ...good, points }), TODAY))).toEqual(['points']);
    },
  );

  it('holds for 90 days at most', () => {
    const on = (days: number) => Object.keys(overrideForm.check(filled({ ...good, day: addDays(TODAY, days) }), TODAY));
    expect([on(0), on(1), on(90), on(91)]).toEqual([['day'], [], [], ['day']]);
  });
});

describe('growthPlanForm', () => {
  it('wants people and a day ahead', () => {
    const wrong = (target: string, day: string) => Object.keys(growthPlanForm.check(filled({ target, day }), TODAY));
    expect(wrong('40', '2026-06-01')).toEqual([]);
    expect(wrong('0', '2026-06-01')).toEqual(['target']);
    expect(wrong('4.5', '')).toEqual(['target', 'day']);
    expect(wrong('1000001', addDays(TODAY, 731))).toEqual(['target', 'day']);
    expect(growthPlanForm.valueOf(filled({ target: '40', day: '2026-06-01', note: ' ' }), TODAY)).toEqual({
      target: 40,
      by: '2026-06-01',
      note: null,
    });
  });
});

describe('sentimentForm', () => {
  it('knows three', () => {
    expect(sentimentForm.valueOf(filled({ sentiment: 'concerned', note: 'Quiet' }), TODAY)).toEqual({
      sentiment: 'concerned',
      note: 'Quiet',
    });
    expect(sentimentForm.check(filled({ sentiment: 'furious' }), TODAY)).toHaveProperty('sentiment');
  });
});

describe('the modals', () => {
  const shared = { accountId: 'a'.repeat(200), today: TODAY };
  const views = (text: string) => [
    snoozeModal({ ...shared, name: text, alerts: text, renewsOn: '2026-12-31' }),
    overrideModal({ ...shared, account: text, inForce: text }),
    growthPlanModal({ ...shared, account: text, inForce: text }),
    sentimentModal({ ...shared, name: text, last: text, initial: 'neutral' }),
  ];

  it('stay within Slack’s limits, with long texts too', () => {
    for (const view of [...views('megacorp'), ...views('x'.repeat(5000))]) expect(viewProblems(view)).toEqual([]);
  });

  it('offer the renewal only while it is more than two weeks ahead', () => {
    const offered = (renewsOn: string | null) =>
      JSON.stringify(snoozeModal({ ...shared, name: 'm', alerts: 'a', renewsOn })).includes('"renewal"');
    expect([offered('2026-03-16'), offered('2026-03-15'), offered('2026-02-01'), offered(null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('complain only about blocks that they have, whatever is typed', () => {
    const [snooze, override, plan, sentiment] = views('m').map(blockIds);
    const typed = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('date', 'cap', '2026-03-09', '44.9', '40'));
    const names = ['until', 'day', 'reason', 'kind', 'points', 'target', 'sentiment', 'note'] as const;
    const fields = fc.record(Object.fromEntries(names.map((name) => [name, typed])), { requiredKeys: [] });
    fc.assert(
      fc.property(fields, (given) => {
        const view = filled(given);
        for (const [form, ids] of [
          [snoozeForm, snooze],
          [overrideForm, override],
          [growthPlanForm, plan],
          [sentimentForm, sentiment],
        ] as const) {
          const wrong = form.check(view, TODAY);
          expect(ids).toEqual(expect.arrayContaining(Object.keys(wrong)));
          if (Object.keys(wrong).length === 0) expect(() => form.valueOf(view, TODAY)).not.toThrow();
          else expect(() => form.valueOf(view, TODAY)).toThrow(Object.values(wrong)[0]);
        }
      }),
    );
  });
});
