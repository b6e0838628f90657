import { describe, expect, it } from 'vitest';
import { automationRose, automationTenths } from '../../../src/domain/adoption/automation.ts';
import { cohortUtilization } from '../../../src/domain/adoption/cohort-utilization.ts';
import { isPilotCandidate } from '../../../src/domain/adoption/hybrid-trigger.ts';
import { fillTenths, purchaseMilestone, trancheMilestone } from '../../../src/domain/adoption/milestones.ts';
import { seatFit } from '../../../src/domain/adoption/seat-fit.ts';
import { spearmanMillionths } from '../../../src/domain/adoption/spearman.ts';
import { supportLoad } from '../../../src/domain/adoption/support-load.ts';
import { fc } from '../../support/fc.ts';

const member = (cohort: string | null, active: number, paid: number) => ({ cohort, active, paid });
const fitFor = (automated: number, rhoMillionths: number, utilizationSubHundredths: number) =>
  seatFit({ events: { automated, human: 100 - automated }, rhoMillionths, utilizationSubHundredths });

describe('utilization of a cohort', () => {
  it('is weighted by seats, with the middle account and the quartiles', () => {
    const list = [member('pro', 90, 100), member('pro', 1, 10), member('pro', 2, 10), member('pro', 3, 10)];
    const { shown } = cohortUtilization([...list, member('pro', 1, 3)]);
    // 97 of 133 seats; 10, 20, 30, 33.3 and 90 % by account: the mean of percentages would be 36.7.
    expect(shown).toEqual([
      {
        cohort: 'pro',
        n: 5,
        active: 97,
        paid: 133,
        weightedTenths: 729,
        medianTenths: 300,
        lowerQuartileTenths: 200,
        upperQuartileTenths: 333,
      },
    ]);
  });

  it('takes the mean of the middle two, rounded once', () => {
    const six = [1, 1, 1, 2, 2, 2].map((active) => member('a', active, 3));
    expect(cohortUtilization(six).shown[0]?.medianTenths).toBe(500);
  });

  it('hides fewer than five accounts and says how many', () => {
    const four = ['x', 'x', 'x', 'x', 'y'].map((cohort) => member(cohort, 1, 2));
    expect(cohortUtilization(four)).toEqual({ shown: [], hidden: { cohorts: 2, accounts: 5 } });
    expect(cohortUtilization([...four, member('x', 1, 2)]).shown.map(({ cohort, n }) => [cohort, n])).toEqual([
      ['x', 5],
    ]);
  });

  it('puts accounts of no known cohort last', () => {
    const of = (cohort: string | null) => Array.from({ length: 5 }, () => member(cohort, 1, 2));
    const { shown } = cohortUtilization([...of(null), ...of('b'), ...of('a')]);
    expect(shown.map(({ cohort }) => cohort)).toEqual(['a', 'b', null]);
  });

  it('stays within its accounts, whatever they are', () => {
    const pairs = fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 200 })), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(pairs, (list) => {
        const [found] = cohortUtilization(list.map(([active, paid]) => member('a', active, paid))).shown;
        const each = list.map(([active, paid]) => (1000 * active) / paid);
        const { lowerQuartileTenths: low = 0, medianTenths: mid = 0, upperQuartileTenths: high = 0 } = found ?? {};
        expect(low).toBeLessThanOrEqual(mid);
        expect(mid).toBeLessThanOrEqual(high);
        for (const tenths of [low, mid, high, found?.weightedTenths ?? -1]) {
          expect(tenths).toBeGreaterThanOrEqual(Math.min(...each) - 0.5);
          expect(tenths).toBeLessThanOrEqual(Math.max(...each) + 0.5);
        }
      }),
    );
  });
});

describe('milestones', () => {
  it('compare people of a purchase with its seats, and count who came as far as hoped', () => {
    const uses = [
      { active: 3, paid: 10 },
      { active: 29, paid: 100 },
      { active: 5, paid: 0 },
    ];
    expect(purchaseMilestone(30, 30, uses)).toEqual({
      days: 30,
      targetPercent: 30,
      n: 2,
      weightedTenths: 291,
      medianTenths: 295,
      reached: 1,
    });
    expect(purchaseMilestone(30, 30, [])).toMatchObject({ n: 0, weightedTenths: null, medianTenths: null, reached: 0 });
  });

  it.each([
    [{ added: 20, before: 18, after: 20 }, 100],
    [{ added: 5, before: 10, after: 8 }, 0],
    [{ added: 5, before: 10, after: 40 }, 1000],
    [{ added: 3, before: 0, after: 2 }, 667],
  ])('fill an added tranche between nothing and all of it: %j', (use, tenths) => {
    expect(fillTenths(use)).toBe(tenths);
  });

  it('of tranches are filled seats over all that were added', () => {
    const uses = [
      { added: 20, before: 18, after: 20 },
      { added: 5, before: 10, after: 40 },
    ];
    expect(trancheMilestone(60, 50, uses)).toMatchObject({ n: 2, weightedTenths: 280, medianTenths: 550, reached: 1 });
  });
});

describe('support load', () => {
  it('is tickets per 100 active people: 18 for 66 are 27.3', () => {
    const load = supportLoad({
      tickets: 18,
      urgent: 3,
      active: 66,
      resolutionMinutes: [60, 90, 600, 30],
      firstReplyMinutes: null,
    });
    expect(load).toMatchObject({
      per100Tenths: 273,
      urgentShareTenths: 167,
      medianResolutionMinutes: 75,
      medianFirstReplyMinutes: null,
    });
  });

  it('is not known without people, nor a share without tickets', () => {
    const none = { tickets: 0, urgent: 0, active: 0, resolutionMinutes: [], firstReplyMinutes: [] };
    expect(supportLoad(none)).toMatchObject({
      per100Tenths: null,
      urgentShareTenths: null,
      medianResolutionMinutes: null,
      medianFirstReplyMinutes: null,
    });
  });
});

describe('automation', () => {
  it('is the share of programs among all core events', () => {
    expect(automationTenths({ automated: 45, human: 55 })).toBe(450);
    expect(automationTenths({ automated: 0, human: 0 })).toBeNull();
  });

  it('rose by ten points from exactly ten on', () => {
    expect(automationRose({ automated: 20, human: 80 }, { automated: 30, human: 70 }, 10)).toBe(true);
    expect(automationRose({ automated: 20, human: 80 }, { automated: 299, human: 701 }, 10)).toBe(false);
    expect(automationRose({ automated: 0, human: 0 }, { automated: 9, human: 1 }, 10)).toBe(false);
  });
});

describe('seat fit', () => {
  it('is 46.6 for 45 % automation, a correlation of .31 and a sub-score of 37.5', () => {
    expect(fitFor(45, 310_000, 3750)).toEqual({ tenths: 466, verdict: 'watch' });
  });

  it('fits from 70 on and is weak below 45, unrounded', () => {
    expect(fitFor(0, 0, 10_000)).toEqual({ tenths: 700, verdict: 'fit' });
    expect(fitFor(0, 0, 9999)).toEqual({ tenths: 700, verdict: 'watch' });
    expect(fitFor(10, 0, 0)).toEqual({ tenths: 450, verdict: 'watch' });
    expect(fitFor(50, 533_333, 0)).toEqual({ tenths: 450, verdict: 'weak' });
  });

  it('counts a correlation of .8 in full and a negative one not at all', () => {
    expect(fitFor(100, 800_000, 0)?.tenths).toBe(300);
    expect(fitFor(100, 1_000_000, 0)?.tenths).toBe(300);
    expect(fitFor(100, -900_000, 0)?.tenths).toBe(0);
    expect(seatFit({ events: { automated: 0, human: 0 }, rhoMillionths: 1, utilizationSubHundredths: 1 })).toBeNull();
  });
});

describe("Spearman's correlation", () => {
  it.each<[number[], number[], number | null]>([
    [[1, 2, 3, 4, 5, 6], [10, 20, 30, 40, 50, 60], 1_000_000],
    [[1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1], -1_000_000],
    // 1 - 6 x 10 / (6 x 35)
    [[1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 4 + 1], 828_571],
    // A tie at mean rank: 4.5 / sqrt(4.5 x 5).
    [[1, 2, 2, 3], [1, 2, 3, 4], 948_683],
    [[5, 5, 5], [1, 2, 3], null],
    [[1, 2], [1, 2, 3], null],
  ])('of %j and %j is %s', (xs, ys, expected) => {
    expect(spearmanMillionths(xs, ys)).toBe(expected);
  });

  it('is that of the ranks alone, symmetric, and within one', () => {
    const six = fc.array(fc.nat(20), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(six, six, (xs, ys) => {
        const rho = spearmanMillionths(xs, ys);
        expect(spearmanMillionths(ys, xs)).toBe(rho);
        const stretched = xs.map((x) => x ** 3);
        expect(spearmanMillionths(stretched, ys)).toBe(rho);
        if (rho !== null) expect(Math.abs(rho)).toBeLessThanOrEqual(1_000_000);
      }),
    );
  });
});

describe('a pilot of hybrid prices', () => {
  const rising = {
    eventsBefore: { automated: 20, human: 80 },
    eventsNow: { automated: 30, human: 70 },
    seatsBefore: 100,
    seatsNow: 100,
    expansionMinor: 0,
  };

  it('is for a segment whose automation rose while neither seats nor money grew', () => {
    expect(isPilotCandidate(rising)).toBe(true);
    expect(isPilotCandidate({ ...rising, seatsNow: 99, expansionMinor: -5 })).toBe(true);
  });

  it.each([
    ['seats grew', { seatsNow: 101 }],
    ['money grew', { expansionMinor: 1 }],
    ['money is not known', { expansionMinor: null }],
    ['automation rose by less', { eventsNow: { automated: 29, human: 71 } }],
  ])('is not where %s', (_why, change) => {
    expect(isPilotCandidate({ ...rising, ...change })).toBe(false);
  });
});
