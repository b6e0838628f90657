import { describe, expect, it } from 'vitest';
import { assess } from '../../src/domain/assess.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { hasSeatExposure, isPaying, renewalPlace, renewalTotals } from '../../src/domain/renewal-calendar.ts';
import { mayLeave } from '../../src/domain/totals.ts';
import { fc } from '../support/fc.ts';
import { anyFacts } from './arbitrary-facts.ts';
import { account, assessed } from './golden.ts';

describe('the place of a renewal', () => {
  it.each([
    [0, 30],
    [30, 30],
    [31, 60],
    [60, 60],
    [61, 90],
    [90, 90],
    [91, 120],
    [120, 120],
    [121, 'later'],
    [-1, 'past'],
    [null, 'undated'],
    [undefined, 'undated'],
  ] as const)('of one in %s days is %s', (days, place) => {
    expect(renewalPlace(days)).toBe(place);
  });
});

describe('who pays', () => {
  it.each([
    ['megacorp', {}, true],
    ['megacorp', { mrr_minor: 0 }, false],
    ['megacorp', { mrr_minor: 0, mrr_reporting_minor: null }, true],
    ['megacorp', { excluded: 'trial' }, false],
    ['megacorp', { excluded: 'usage_based_plan' }, false],
    ['eurocorp', {}, true],
  ] as const)('%s %j: %s', (id, more, pays) => {
    expect(isPaying({ facts: { ...account(id), ...more } })).toBe(pays);
  });
});

describe('totals of renewals', () => {
  it('are those of the golden accounts of 61–90 days, in the reporting currency', () => {
    const { churnExposure, mrr, seatExposure } = renewalTotals(
      ['megacorp', 'ghost', 'eurocorp'].map((id) => assessed(account(id))),
      'USD',
    );
    expect([mrr.minor, seatExposure.minor, churnExposure.minor]).toEqual([802_760, 372_960, 500_000]);
    // No event of ghost ever came: its whole MRR would be exposed.
    expect(seatExposure.accounts).toBe(2);
  });

  it('are the sums of what every account says, and name those without a rate', () => {
    const one = anyFacts.map((facts) => assess(facts, { health: BALANCED, utilization: UTILIZATION_DEFAULTS }));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (all) => {
        const { churnExposure, mrr, seatExposure } = renewalTotals(all, 'USD');
        const rate = ({ facts }: (typeof all)[number]) =>
          facts.mrr_reporting_minor === undefined
            ? facts.currency === 'USD'
              ? facts.mrr_minor
              : null
            : facts.mrr_reporting_minor;
        const sum = (some: typeof all) => some.reduce((total, each) => total + (rate(each) ?? 0), 0);
        expect(mrr.minor).toBe(sum(all));
        expect(churnExposure.minor).toBe(sum(all.filter(mayLeave)));
        expect(mrr.withoutRate).toHaveLength(all.filter((each) => rate(each) === null).length);
        const exposed = all.filter(hasSeatExposure);
        const shares = exposed.map((each) => {
          const { active_users_30d: active, paid_seats: paid } = each.facts;
          const unused = Math.max(paid - active, 0);
          const total = rate(each);
          return total === null ? 0 : Math.floor((2 * unused * total + paid) / (2 * paid));
        });
        expect(seatExposure.minor).toBe(shares.reduce((total, share) => total + share, 0));
      }),
    );
  });
});
