import { describe, expect, it } from 'vitest';
import type { DigestEntry, DigestReport } from '../../src/app/digest/digest-report.ts';
import { SIGNAL_RULES } from '../../src/domain/episodes/rules/index.ts';
import { accountCard } from '../../src/slack/messages/account-card.ts';
import {
  acknowledgedText,
  alertsLine,
  snoozedMessage,
  snoozedOutcome,
  wokenText,
} from '../../src/slack/messages/alerts.ts';
import { digestMessage } from '../../src/slack/messages/digest.ts';
import { digestDetails } from '../../src/slack/messages/digest-details.ts';
import { notice } from '../../src/slack/messages/notices.ts';
import { messageProblems } from '../support/block-limits.ts';
import { fc } from '../support/fc.ts';
import { hostile } from '../support/hostile-text.ts';
import { controlSequences, HIDDEN, mrkdwnTexts } from '../support/mrkdwn-oracle.ts';
import { DANA, episode, snoozed } from '../support/slack-episodes.ts';
import { digestReport, factsOf, goldenStanding, healthReport, standingOf } from '../support/slack-reports.ts';

const NOBODY = { id: 'U0LEE', name: null };
const at = new Date('2026-02-20T09:00:00Z');
const taken = episode({ state: 'acknowledged', acknowledged: { by: DANA, at } });
const money = { money: true };

describe('alertsLine', () => {
  it.each([
    ['nothing', [], null],
    ['one', [episode()], 'Open alert: entered at-risk seats (since 3 Feb)'],
    ['taken', [taken], 'Open alert: entered at-risk seats (since 3 Feb), acknowledged by Dana Doe'],
    [
      'until a day',
      [snoozed()],
      'Open alert: entered at-risk seats (since 3 Feb), snoozed until 15 Mar by Dana Doe: They renew first',
    ],
    [
      'until a change, by somebody without a name here, for no reason',
      [snoozed({ kind: 'change', until: null, reason: '', by: NOBODY })],
      'Open alert: entered at-risk seats (since 3 Feb), snoozed until it gets worse by <@U0LEE>',
    ],
    [
      'until a day of another year',
      [snoozed({ until: '2027-01-15' })],
      'Open alert: entered at-risk seats (since 3 Feb), snoozed until 15 Jan 2027 by Dana Doe: They renew first',
    ],
    [
      'reminded of, some of them since taken',
      [
        episode({ remindedOn: '2026-02-10' }),
        episode({ signal: 'dormant', remindedOn: '2026-02-17' }),
        episode({
          signal: 'band_down',
          state: 'acknowledged',
          acknowledged: { by: DANA, at },
          remindedOn: '2026-02-12',
        }),
      ],
      'Open alerts: entered at-risk seats, seats are dormant (since 3 Feb), reminded on 17 Feb; fell to a worse band (since 3 Feb), acknowledged by Dana Doe',
    ],
    ['an offer alone', [episode({ signal: 'expansion' })], null],
    [
      'before the renewal',
      [snoozed({ kind: 'renewal', until: '2026-04-18' })],
      'Open alert: entered at-risk seats (since 3 Feb), snoozed until 18 Apr, before the renewal by Dana Doe: They renew first',
    ],
    [
      'several in different states',
      [episode({ signal: 'cancellation_notice' }), taken, episode({ signal: 'dormant', since: '2026-01-31' })],
      'Open alerts: cancellation notice (since 3 Feb), seats are dormant (since 31 Jan); entered at-risk seats (since 3 Feb), acknowledged by Dana Doe',
    ],
    [
      'many of a kind',
      SIGNAL_RULES.map(({ id }) => episode({ signal: id })),
      'Open alerts: cancellation notice, silent for 14 days, payment past due (since 3 Feb) and 8 more',
    ],
  ])('%s', (_, open, expected) => {
    expect(alertsLine(open)).toBe(expected);
  });

  it('notifies nobody in a message for others', () => {
    const line = alertsLine([snoozed({ by: NOBODY })], { shared: true });
    expect(line).toContain('by U0LEE');
    expect(line).not.toContain('<@');
  });
});

describe('the card', () => {
  const card = (alerts?: Parameters<typeof alertsLine>[0]) =>
    accountCard(healthReport(goldenStanding('megacorp')), { ...money, ...(alerts ? { alerts } : {}) });

  it('says what is open, that nothing is, or neither where it is not known', () => {
    expect(card([taken]).text).toContain('\n🔔 Open alert: entered at-risk seats');
    for (const calm of [[], [episode({ signal: 'expansion' })]]) {
      expect(card(calm).text).toContain(' · no open alert');
      expect(card(calm).text).not.toContain('🔔');
    }
    expect(card().text).not.toMatch(/open alert/i);
  });

  it('has the frequent things as buttons and the others in a menu that names the account', () => {
    const last = card([]).blocks.at(-1);
    expect(JSON.stringify(last)).toContain('"block_id":"account:megacorp"');
    const labels = [...JSON.stringify(last).matchAll(/"plain_text","text":"([^"]+)"/g)].map(([, label]) => label);
    expect(labels).toEqual([
      ...['Draft email', 'Why?', 'History', 'QBR pack', 'Renewal', 'Log a touch…', 'Seats', 'Snooze…'],
      ...['Acknowledge', 'Growth plan…', 'Sentiment…', 'Override…', 'Share…'],
    ]);
  });
});

describe('the digest', () => {
  const portfolio = ['megacorp', 'globex', 'tinyco', 'acme'].map(goldenStanding);
  const entryOf = (id: string, more: Partial<DigestEntry> = {}): DigestEntry => ({
    standing: goldenStanding(id),
    signal: 'at_risk_enter',
    tags: [],
    changeTenths: null,
    changeDays: null,
    since: '2026-02-21',
    state: 'open',
    reminder: false,
    was: null,
    ...more,
  });
  const shown = (more: Partial<DigestReport>) =>
    digestMessage(digestReport(portfolio, { fresh: [], ...more }), { ...money, mentions: true }).text;

  it('marks what is taken, counts what is quiet, and says once what nobody took', () => {
    const open = [entryOf('megacorp', { state: 'acknowledged' }), entryOf('globex', { reminder: true })];
    const lines = shown({ open, snoozed: 2 }).split('\n');
    const from = lines.indexOf('*STILL OPEN (2)* · 2 snoozed (`/pulse snoozed`)');
    expect(from).toBeGreaterThan(0);
    expect(lines[from + 1]).toBe(
      '🟠 *globex* 41.2 WARN · entered at-risk seats (since 21 Feb) · ⏰ open 8 d, nobody has taken it · <@U0DANA>',
    );
    expect(lines[from + 2]).toBe(
      '🔴 *megacorp* 18.5 CRITICAL · entered at-risk seats (since 21 Feb) · acknowledged · @dana',
    );
    expect(shown({ open: [], snoozed: 1 })).toContain('\n1 snoozed (`/pulse snoozed`)\n');
    expect(shown({ open: [], snoozed: 0 })).not.toContain('snoozed');
  });

  it('names the largest moves of the seats at risk and adds up the others', () => {
    const moves = [5, 4, 3, 2, 1, 0].map((dollars) => ({
      account: goldenStanding('globex').account,
      minor: 100 * dollars,
    }));
    const left = moves.slice(-1);
    const changed = { usageMinor: 0, seatsMinor: 0, priceMinor: 0 };
    const text = shown({
      seatsAtRiskChange: { since: '2026-02-27', minor: 1500, entered: moves, left, changed, fxMinor: 0 },
    });
    expect(text).toContain('> in: globex +$5, globex +$4, globex +$3 and 2 more +$3 · dormant seats');
  });

  it('parts what changed the seats at risk, and leaves out what did not', () => {
    const change = { since: '2026-02-27', minor: 30_000, entered: [], left: [] };
    const parts = (changed: readonly [number, number, number], fxMinor: number) => {
      const [usageMinor, seatsMinor, priceMinor] = changed;
      const text = shown({
        seatsAtRiskChange: { ...change, changed: { usageMinor, seatsMinor, priceMinor }, fxMinor },
      });
      return text.split('\n').find((line) => line.includes('dormant seats'));
    };
    expect(parts([40_000, -10_000, 0], 0)).toMatch(/^> usage \+\$400 · seats −\$100 · dormant seats/);
    expect(parts([0, 0, 29_000], 1_000)).toMatch(/^> price \+\$290 · FX \+\$10 · dormant seats/);
    expect(parts([0, 0, 0], 0)).toMatch(/^> dormant seats/);
  });

  it('gives each open account of the details its buttons, up to ten, and none to what is taken', () => {
    const many = Array.from({ length: 30 }, (_, index) => {
      const facts = { ...factsOf('globex'), account_id: `a${index}` };
      return { ...entryOf('globex'), standing: standingOf(facts, { name: `Account ${index}` }) };
    });
    const report = digestReport(portfolio, { fresh: [entryOf('megacorp', { state: 'acknowledged' })], open: many });
    const details = digestDetails(report, money);
    expect(messageProblems(details)).toEqual([]);
    const buttons = details.blocks.filter(({ type }) => type === 'actions').map((block) => JSON.stringify(block));
    expect(buttons).toHaveLength(10);
    expect(buttons[0]).toContain('"value":"a0"');
    expect(buttons[0]).toContain('Acknowledge');
    expect(buttons.join()).not.toContain('megacorp');
    expect(details.text).not.toContain('on their cards');
    expect(JSON.stringify(details.blocks)).toContain('on their cards');
    // The buttons stand right under the account that they are about.
    const at = details.blocks.findIndex(({ type }) => type === 'actions');
    expect(JSON.stringify(details.blocks[at - 1])).toContain('Account 0');
  });
});

describe('snoozedMessage', () => {
  const accountOf = (index: number) => ({ ...goldenStanding('globex').account, accountId: `a${index}` });

  it('lists who, until when and why, with a button to wake it', () => {
    const { text, blocks } = snoozedMessage({ accounts: [{ account: accountOf(1), open: [snoozed()] }] });
    expect(text.split('\n')).toEqual([
      '*Snoozed (1)*',
      '*globex* · @dana',
      '> Open alert: entered at-risk seats (since 3 Feb), snoozed until 15 Mar by Dana Doe: They renew first',
    ]);
    expect(JSON.stringify(blocks)).toContain('"action_id":"v1:wake:0"');
  });

  it('says how many more there are, and that there is none', () => {
    const accounts = Array.from({ length: 200 }, (_, index) => ({ account: accountOf(index), open: [snoozed()] }));
    const many = snoozedMessage({ accounts });
    expect(messageProblems(many)).toEqual([]);
    expect(many.text).toContain('*Snoozed (200)*');
    expect(JSON.stringify(many.blocks)).toContain('…and 180 more accounts');
    expect(snoozedMessage({ accounts: [] }).text).toContain('Nothing is snoozed');
  });
});

describe('alerts on hostile data', () => {
  it('stay within limits and hold no control sequence of somebody else', () => {
    // Somebody who is known by a Slack id alone is mentioned on purpose.
    const id = hostile.filter((text) => !/^[UW][A-Z0-9]+$/.test(text));
    const actor = fc.record({ id, name: fc.option(hostile) });
    const alert = fc.tuple(hostile, actor).map(([reason, by]) => snoozed({ reason, by }));
    const one = fc.record({
      account: fc.tuple(hostile, fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme-ascii' })),
      open: fc.array(
        fc.oneof(
          alert,
          actor.map((by) => ({ ...taken, acknowledged: { by, at } })),
        ),
        { maxLength: 12 },
      ),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (given) => {
        const accounts = given.map(({ account: [name, accountId], open }) => ({
          account: { ...goldenStanding('globex').account, name, accountId },
          open,
        }));
        const messages = accounts.slice(0, 2).flatMap(({ account, open }) => {
          const outcome = { account, state: 'changed' as const, open };
          const report = healthReport(standingOf({ ...factsOf('megacorp'), account_id: account.accountId }, account));
          return [
            ...[acknowledgedText, snoozedOutcome, wokenText].map((text) => notice(text(outcome))),
            accountCard(report, { ...money, alerts: open }),
            accountCard(report, { ...money, alerts: open, sharedBy: 'dana' }),
          ];
        });
        for (const message of [snoozedMessage({ accounts }), ...messages]) {
          expect(messageProblems(message)).toEqual([]);
          expect([message.text, ...mrkdwnTexts(message.blocks)].flatMap(controlSequences)).toEqual([]);
          expect(JSON.stringify(message)).not.toMatch(HIDDEN);
        }
      }),
      { numRuns: 60 },
    );
  });
});
