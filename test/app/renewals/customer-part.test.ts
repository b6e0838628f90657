import { describe, expect, it } from 'vitest';
import { customerPart } from '../../../src/app/renewals/customer-part.ts';
import type { RenewalBilling } from '../../../src/app/renewals/talk-report.ts';
import { allowedFacts } from '../../../src/email/allowed-facts.ts';
import { factVocabulary } from '../../../src/email/fact-vocabulary.ts';
import { lintTexts } from '../../../src/email/lint-draft.ts';
import { fc } from '../../support/fc.ts';
import { CANARIES, knownFacts, MEGACORP } from '../../support/known-facts.ts';

const RUNS = 2000;
const BILLS = {
  currency: 'USD',
  seats: 50,
  now: { monthMinor: 500_000, yearMinor: 6_000_000 },
  options: [],
  periodEndsOn: null,
};

const seats = fc.integer({ min: 1, max: 1_000_000 });
const minor = fc.nat({ max: 5_000_000_000 });
const option = fc.record({
  key: fc.constantFrom('asked' as const, 'right_size' as const, 'expansion' as const),
  seats,
  withoutSeat: fc.nat({ max: 50 }),
  monthMinor: minor,
  yearMinor: minor,
  monthChangeMinor: fc.integer(),
  nowMinor: fc.option(fc.integer()),
});
const billing: fc.Arbitrary<RenewalBilling> = fc.oneof(
  fc.constant({ kind: 'hidden' as const }),
  fc.constant({ kind: 'doubt' as const, doubt: 'other_amounts' as const }),
  fc.record({
    kind: fc.constant('known' as const),
    bills: fc.record({
      currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'SEK', 'ZMW'),
      seats,
      now: fc.record({ monthMinor: minor, yearMinor: minor }),
      options: fc.array(option, { maxLength: 3 }),
      periodEndsOn: fc.constantFrom(null, '2026-03-16'),
    }),
  }),
);
const asked = fc.option(seats);

describe('the part of a renewal talk for the customer', () => {
  it('passes the linter whatever is known, and holds nothing that no customer may read', () => {
    fc.assert(
      fc.property(knownFacts, billing, asked, (facts, bills, number) => {
        const { warnings } = customerPart(facts, bills, number);
        expect(warnings).toEqual([]);
        // Without the names, which may be anything.
        const own = customerPart({ ...facts, accountName: 'Initech', productName: 'Boardly' }, bills, number);
        expect(own.lines.join('\n')).not.toMatch(/CANARY|churn|at.risk|unused|exposure|score|band|discount/i);
        if (bills.kind !== 'known') expect(own.lines.join('\n')).not.toMatch(/ per (?:month|year)/);
      }),
      { numRuns: RUNS },
    );
  });

  it('shows bills of what the customer named and of more seats, never of a right size', () => {
    fc.assert(
      fc.property(billing, asked, (bills, number) => {
        if (bills.kind !== 'known') return;
        const shown = customerPart(MEGACORP, bills, number).lines.filter((line) => line.startsWith('With '));
        expect(shown).toHaveLength(bills.bills.options.filter(({ key }) => key !== 'right_size').length);
      }),
      { numRuns: 200 },
    );
  });

  it('holds none of the marks that forbidden facts carry', () => {
    const text = customerPart(MEGACORP, { kind: 'hidden' }, 15).lines.join('\n');
    for (const canary of CANARIES) expect(text).not.toContain(canary);
    expect(text).toContain('14 of 50 seats');
  });

  it('would be warned of amounts and counts that are no facts', () => {
    const bills = { kind: 'known', bills: BILLS } as const;
    const { lines, warnings } = customerPart(MEGACORP, bills, null);
    expect(warnings).toEqual([]);
    const other = { ...MEGACORP, seatsInUse: 13, activePeople: 13, contractPrice: null };
    const facts = allowedFacts({ persona: 'procurement', bucket: 'renewal', known: other });
    const found = lintTexts(lines, factVocabulary(facts)).map(({ rule, words }) => `${rule} ${words}`);
    expect(found).toEqual(expect.arrayContaining(['number 14', 'money USD 5,000', 'money USD 60,000']));
  });
});
