import { describe, expect, it } from 'vitest';
import type { AccountHealthReport } from '../../src/app/accounts/account-report.ts';
import type { JudgementsReport, StoredOverride } from '../../src/app/judgements/judgement-report.ts';
import { assess } from '../../src/domain/assess.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { explainChange } from '../../src/domain/explain.ts';
import type { ScoreOverride } from '../../src/domain/override.ts';
import { accountCard } from '../../src/slack/messages/account-card.ts';
import { accountList } from '../../src/slack/messages/account-list.ts';
import { changeLines } from '../../src/slack/messages/change.ts';
import { judgementLines } from '../../src/slack/messages/judgements.ts';
import { whyMessage } from '../../src/slack/messages/why.ts';
import { untrusted } from '../../src/slack/mrkdwn.ts';
import { termText } from '../../src/words/change-terms.ts';
import { overrideChange } from '../../src/words/override-change.ts';
import { plain } from '../../src/words/plain.ts';
import { messageProblems } from '../support/block-limits.ts';
import { fc } from '../support/fc.ts';
import { judgementsWith } from '../support/judgements.ts';
import { controlSequences, HIDDEN, mrkdwnTexts } from '../support/mrkdwn-oracle.ts';
import { changeReport, factsOf, healthReport, listReport, standingOf } from '../support/slack-reports.ts';

const DECIDED: ScoreOverride = {
  kind: 'cap',
  tenths: 449,
  reason: 'says they leave',
  author: 'U0DANA',
  expiresOn: '2026-05-03',
};

/** The report of an account with what was decided, and a score that knows of it or not. */
function report(
  id: string,
  { judgements, applied }: { judgements: JudgementsReport; applied: ScoreOverride | null },
): AccountHealthReport {
  const plain = standingOf(factsOf(id));
  const options = { health: BALANCED, utilization: UTILIZATION_DEFAULTS, override: applied };
  const assessment = assess(factsOf(id), options);
  return healthReport({ ...plain, assessment, band: assessment.health.band }, { judgements });
}

const judged = judgementsWith('says they leave');
const nothing: JudgementsReport = { ...judged, override: null, growthPlan: null, sentiment: null };

describe('the lines of what people decided', () => {
  it('say one thing each: what, until when, by whom, and what it would be without', () => {
    expect(judgementLines(report('acme', { judgements: judged, applied: DECIDED }))).toEqual([
      'Override: capped at 44.9 until 3 May by Dana: says they leave (without it 88.0)',
      'Growth plan: 9 of 40 people by 1 Jun · says they leave',
      'Sentiment: concerned · 12 d ago · Dana · says they leave',
    ]);
  });

  it('are as short as they can be without a note', () => {
    const { growthPlan, sentiment } = judged;
    const bare = {
      ...nothing,
      growthPlan: growthPlan && { ...growthPlan, note: null, by: '2027-12-01' },
      sentiment: sentiment && { ...sentiment, note: null, on: '2026-03-01' },
    };
    expect(judgementLines(report('acme', { judgements: bare, applied: null }))).toEqual([
      'Growth plan: 9 of 40 people by 1 Dec 2027',
      'Sentiment: concerned · today · Dana',
    ]);
    expect(judgementLines(report('acme', { judgements: nothing, applied: null }))).toEqual([]);
  });

  it('tell a value from a cap, and a score that does not know of it yet from one that does', () => {
    const { override } = judged;
    const value = { ...judged, override: override && { ...override, kind: 'value' as const } };
    const first = (judgements: JudgementsReport, applied: ScoreOverride | null, id = 'acme') =>
      judgementLines(report(id, { judgements, applied }))[0];
    expect(first(value, { ...DECIDED, kind: 'value' })).toContain('set to 44.9 until 3 May');
    expect(first(value, DECIDED)).toContain('(shows from the next snapshot on)');
    expect(first(judged, null)).toContain('(shows from the next snapshot on)');
    expect(first(nothing, DECIDED)).toBe('Override: ended, gone from the next snapshot on');
    expect(first(judged, null, 'newco')).toContain('(no score to override now)');
  });

  it('name somebody who owns nothing by a mention, but not where it would notify', () => {
    const stranger = judgementsWith('x', { id: 'U0LEE', name: null });
    const shown = report('acme', { judgements: stranger, applied: DECIDED });
    expect(judgementLines(shown)[2]).toBe('Sentiment: concerned · 12 d ago · <@U0LEE> · x');
    expect(judgementLines(shown, { shared: true })[2]).toBe('Sentiment: concerned · 12 d ago · U0LEE · x');
    expect(accountCard(shown, { money: false, sharedBy: 'dana' }).text).not.toContain('<@');
    const command = judgementsWith('x', { id: 'cs-pulse <!here>', name: null });
    expect(judgementLines(report('acme', { judgements: command, applied: null }))[2]).toContain(
      'cs-pulse &lt;!here&gt;',
    );
  });

  it('are on the card and below the points, which still add up to the score of the rules', () => {
    const shown = report('annualis', { judgements: judged, applied: { ...DECIDED, kind: 'value', tenths: 750 } });
    const { text } = accountCard(shown, { money: true });
    expect(text).toContain('🟢 75.0 healthy (by hand)');
    expect(text).toContain('base 86.7, capped at 44.9: renewal');
    expect(text).toContain('Growth plan: ');
    const why = whyMessage(shown).text;
    expect(why).toContain('The points add up to 86.7. ⚠ base 86.7, capped at 44.9');
    expect(why).toContain('Override: ');
  });

  it('mark a score that was set by hand in lists, and no other', () => {
    const acme = report('acme', { judgements: judged, applied: DECIDED }).standing;
    const idle = report('globex', { judgements: judged, applied: DECIDED }).standing;
    const { text } = accountList(listReport([acme, idle]), { money: true });
    expect(text.match(/\(by hand\)/g)).toHaveLength(1);
    expect(text).toMatch(/acme.*44\.9 WARN \(by hand\)/);
  });

  it('hold nothing that a note smuggles in, and stay within the limits', () => {
    const texts = [
      '<!channel>',
      '<@U0EVIL>',
      '<https://evil.example|Stripe>',
      '\u202egnp',
      'x'.repeat(500),
      '&'.repeat(500),
    ];
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 500 })), (text) => {
        const judgements = judgementsWith(text, { id: text, name: null });
        const shown = report('acme', { judgements, applied: { ...DECIDED, reason: text } });
        const stored: StoredOverride = {
          ...DECIDED,
          reason: text,
          author: { id: text, name: text },
          withoutTenths: 880,
        };
        for (const message of [accountCard(shown, { money: true }), whyMessage(shown)]) {
          expect(messageProblems(message)).toEqual([]);
          expect(JSON.stringify(message)).not.toMatch(HIDDEN);
          expect([message.text, ...mrkdwnTexts(message.blocks)].flatMap((one) => controlSequences(one))).toEqual([]);
        }
        expect(controlSequences(overrideChange(null, stored, untrusted))).toEqual([]);
        for (const line of judgementLines(shown)) expect(line.length).toBeLessThan(1000);
      }),
    );
  });
});

describe('the words of an override that moved a score', () => {
  const stored = (changes: Partial<StoredOverride> = {}): StoredOverride => ({
    ...DECIDED,
    author: { id: 'U0DANA', name: 'Dana' },
    withoutTenths: 880,
    ...changes,
  });

  it('say that it was made, that it changed, that it stayed and that it is over', () => {
    const made = 'capped the score at 44.9 until 3 May by Dana: says they leave (without it 88.0)';
    expect(overrideChange(null, stored(), plain)).toBe(made);
    expect(overrideChange(stored({ kind: 'value', tenths: 300 }), stored(), plain)).toBe(
      made.replace('88.0)', '88.0, before it set the score to 30.0)'),
    );
    expect(overrideChange(stored({ withoutTenths: 910 }), stored(), plain)).toBe(made.replace('88.0)', '91.0 → 88.0)'));
    expect(overrideChange(stored(), null, plain)).toBe('over; it capped the score at 44.9, without it 88.0');
  });

  it('stand beside what the customer did, and a cap of the rules keeps its own numbers', () => {
    const facts = factsOf('acme');
    const leaving = { ...facts, cancel_at_period_end: true };
    const base = changeReport(standingOf(leaving), facts);
    const value: ScoreOverride = { ...DECIDED, kind: 'value', tenths: 600 };
    const { health } = assess(leaving, { health: BALANCED, utilization: UTILIZATION_DEFAULTS, override: value });
    const side = {
      day: '2026-03-01',
      facts: leaving,
      definition: { hash: 'one', health: BALANCED },
      fleetFactor: 1000,
    };
    const before = assess(facts, { health: BALANCED, utilization: UTILIZATION_DEFAULTS }).health;
    const terms = explainChange({
      from: { ...side, day: '2026-02-22', facts, health: before },
      to: { ...side, health },
    });
    const override = health.override && { ...health.override, author: { id: 'U0DANA', name: 'Dana' } };
    const shown = {
      ...base,
      terms,
      changeTenths: -280,
      to: { ...base.to, scoreTenths: 600, override: override ?? null },
    };
    expect(changeLines(shown)).toEqual([
      '−63.1 cap “cancellation notice”: holds the score at 24.9, base 88.0',
      '+35.1 override: set the score to 60.0 until 3 May by Dana: says they leave (without it 24.9)',
    ]);
    expect(shown.terms.map((term) => termText(term, shown, plain))[1]).toMatch(/^set the score to 60\.0/);
  });
});
