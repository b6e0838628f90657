import { describe, expect, it } from 'vitest';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { changeLines, changeTitle, withChange } from '../../src/slack/messages/change.ts';
import { reasons } from '../../src/slack/messages/digest-entry.ts';
import { whyMessage } from '../../src/slack/messages/why.ts';
import { termText } from '../../src/words/change-terms.ts';
import { plain } from '../../src/words/plain.ts';
import { now, weekEarlier } from '../support/initech.ts';
import { changeReport, factsOf, healthReport, standingOf } from '../support/slack-reports.ts';

const between = (before: AccountFacts, after: AccountFacts) => changeReport(standingOf(after), before);

describe('the words of a change', () => {
  it('name the numbers behind every point, the weightiest first', () => {
    const report = between(weekEarlier, now);
    expect(changeTitle(report)).toBe('Since Sun 22 Feb 2026: 🏆 99.2 champion → 🟢 72.5 healthy (▼ 26.7)');
    expect(changeLines(report)).toEqual([
      '−22.5 trend: events 1,835 → 920 per 14 d (−50 %), active days 90.5 → 44 (−51 %), +6 allowance',
      '−3.8 support: 4 tickets for 16 people, before 1 ticket for 18 people',
      '−0.4 key contact: last active 9 d ago, before 2 d',
    ]);
  });

  it('are the reasons of a line about a fall; without them, what costs most', () => {
    const entry = {
      standing: standingOf(now),
      signal: 'drop_7d',
      tags: [],
      changeTenths: -267,
      changeDays: 7,
      since: '2026-03-01',
      state: 'open',
      reminder: false,
      was: null,
    } as const;
    const why = between(weekEarlier, now);
    expect(reasons({ ...entry, why })).toEqual(['score dropped within 7 days', ...changeLines(why).slice(0, 2)]);
    expect(reasons(entry)[1]).toMatch(/^trend −22\.5/);
    expect(reasons({ ...entry, why, signal: 'dormant' })[1]).toMatch(/^trend −22\.5/);
  });

  it('say what was before when the trend recovers', () => {
    const [line] = changeLines(between(now, weekEarlier));
    expect(line).toMatch(
      /^\+22\.5 trend: events 1,835 → 1,840 per 14 d \(±0 %\), .*before 1,835 → 920 \(−50 %\) and 90\.5/,
    );
  });

  it('gather what an unknown component does to the others, and name each in its own right', () => {
    const report = between(now, { ...now, nps_sum: null, nps_count: null });
    expect(changeLines(report)).toEqual([
      '−0.5 coverage 100 → 95 %: NPS is not measured any more (seat utilization +1.1, regularity +1.3, trend +0.2, ' +
        'reliability +0.5, support +0.4, key contact +0.2, NPS −4.2)',
    ]);
    const texts = report.terms.map((term) => termText(term, report, plain));
    expect(texts[0]).toBe('weight: NPS is not measured any more');
    expect(texts.at(-1)).toBe('not measured any more, before 8.0, n=1');
    const back = between({ ...now, nps_sum: null, nps_count: null }, now);
    expect(changeLines(back)[0]).toContain('+0.5 coverage 95 → 100 %: NPS is measured now');
  });

  it('tell a cap that sets in from one that ends and from one that moves', () => {
    const leaving = { ...now, cancel_at_period_end: true };
    expect(changeLines(between(now, leaving))).toEqual([
      '−47.6 cap “cancellation notice”: holds the score at 24.9, base 72.5',
    ]);
    expect(changeLines(between(leaving, now))).toEqual([
      '+47.6 cap “cancellation notice”: over; it held the score at 24.9, base 72.5',
    ]);
    expect(changeLines(between({ ...weekEarlier, cancel_at_period_end: true }, leaving))[0]).toBe(
      '+26.7 cap “cancellation notice”: still holds the score at 24.9, base 99.2 → 72.5',
    );
  });

  it('name the rules that changed, and thresholds that changed within them', () => {
    const report = between(now, now);
    const term = { key: 'definition', kind: 'definition', pointsTenths: 5, before: null, after: null } as const;
    expect(termText(term, { ...report, to: { ...report.to, definition: 'ours@2' } }, plain)).toBe(
      'other rules, balanced@1 → ours@2',
    );
    expect(termText(term, report, plain)).toBe('other thresholds in balanced@1');
  });

  it('give a plain reason where there are no parts', () => {
    expect(changeLines(between({ ...now, data_days: 20 }, now))).toEqual([
      'There was no score on Sun 22 Feb 2026 (onboarding), so no points can be compared.',
    ]);
    expect(changeLines(between(now, { ...now, excluded: 'trial' }))[0]).toContain('Sun 1 Mar 2026 (excluded)');
    expect(changeLines(between(now, now))).toEqual(['Nothing that counts has moved.']);
    const report = between(now, now);
    expect(changeLines({ ...report, from: null })).toEqual(['There is no earlier snapshot to compare with.']);
    expect(changeLines({ ...report, from: report.to })[0]).toContain('one revision');
  });
});

describe('the answer to why', () => {
  const standing = standingOf(now);
  const shown = whyMessage(healthReport(standing));

  it('shows the change above the points, in the blocks, in their twin and in the text', () => {
    const { text, blocks, classic } = withChange(shown, between(weekEarlier, now));
    const [first, ...rest] = blocks;
    expect(JSON.stringify(first)).toContain('−22.5 trend');
    expect(rest).toEqual(shown.blocks);
    expect(JSON.stringify(classic?.[0])).toContain('−22.5 trend');
    expect(text.indexOf('−22.5 trend')).toBeLessThan(text.indexOf('Why initech is'));
    expect(text).toContain('The points add up to 72.5');
  });

  it('says that there is nothing to compare with and shows the points', () => {
    const { text, blocks } = withChange(shown, { ...between(now, now), from: null, changeTenths: null });
    expect(text.split('\n')[0]).toBe('There is no earlier snapshot to compare with.');
    expect(blocks.slice(1)).toEqual(shown.blocks);
  });

  it('holds no amount of money', () => {
    const rich = { ...factsOf('megacorp'), mrr_minor: 123_456_700 };
    const { text } = withChange(shown, between(rich, { ...rich, active_users_30d: 2, tickets_30d: 9 }));
    expect(text).not.toMatch(/\$|1,234,567/);
  });
});
