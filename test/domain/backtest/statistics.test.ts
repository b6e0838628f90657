import { describe, expect, it } from 'vitest';
import type { Band } from '../../../src/domain/assessment.ts';
import { areMonotone, bandRates } from '../../../src/domain/backtest/band-rates.ts';
import { compareRankings } from '../../../src/domain/backtest/compare-rankings.ts';
import { evaluate } from '../../../src/domain/backtest/evaluate.ts';
import type { Observation } from '../../../src/domain/backtest/observation.ts';
import { topMetrics } from '../../../src/domain/backtest/rank-metrics.ts';
import { aucMicros, hitsAmongLowest, rankRows } from '../../../src/domain/backtest/ranking.ts';
import { recallAtLeads } from '../../../src/domain/backtest/recall-at-leads.ts';
import { createDraw, interval95, resampleClusters } from '../../../src/domain/backtest/resample.ts';
import { sizeTerciles } from '../../../src/domain/backtest/size-terciles.ts';
import { fc } from '../../support/fc.ts';

type Row = readonly [value: number, churned: boolean];
const rowsOf = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), { minLength: 1, maxLength: 40 });
const rank = (rows: readonly Row[]) =>
  rankRows(
    rows.map(([value]) => value),
    rows.map(([, churned]) => churned),
  );

function observation(more: Partial<Observation> & { readonly score?: number }): Observation {
  const { score = 500, ...rest } = more;
  return {
    accountId: 'acme',
    day: '2025-01-01',
    churned: false,
    churnedOn: null,
    mrrMinor: null,
    seats: 10,
    band: 'ok',
    values: {
      score,
      base: score,
      classic: score,
      volume: score,
      recency: score,
      active_weeks: score,
      utilization: null,
    },
    ...rest,
  };
}

/** Every pair of one who left and one who stayed, counted one by one. */
function slowAuc(rows: readonly Row[]): number | null {
  let [halves, pairs] = [0, 0];
  for (const [left] of rows.filter(([, churned]) => churned)) {
    for (const [stayed] of rows.filter(([, churned]) => !churned)) {
      halves += left < stayed ? 2 : left === stayed ? 1 : 0;
      pairs += 2;
    }
  }
  return pairs === 0 ? null : Math.floor((2_000_000 * halves + pairs) / (2 * pairs));
}

describe('the area under the curve', () => {
  it('is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        expect(aucMicros(rank(rows))).toBe(slowAuc(rows));
      }),
    );
  });

  it('counts a weight as so many equal rows', () => {
    fc.assert(
      fc.property(
        rowsOf,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 40 }),
        (rows, weights) => {
          const repeated = rows.flatMap((row, place) => Array.from({ length: weights[place] ?? 0 }, () => row));
          expect(aucMicros(rank(rows), weights)).toBe(slowAuc(repeated));
        },
      ),
    );
  });

  it('is 1 minus itself when the ranking is turned round', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const auc = aucMicros(rank(rows));
        const turned = aucMicros(rank(rows.map(([value, churned]) => [-value, churned] as const)));
        // Both are rounded half-up.
        if (auc === null || turned === null) expect(turned).toBe(auc);
        else expect([1_000_000, 1_000_001]).toContain(auc + turned);
      }),
    );
  });

  it.each([
    [
      [
        [1, true],
        [2, false],
      ],
      1_000_000,
    ],
    [
      [
        [2, true],
        [1, false],
      ],
      0,
    ],
    [
      [
        [1, true],
        [1, false],
      ],
      500_000,
    ],
    [
      [
        [1, true],
        [2, true],
        [0, false],
        [3, false],
        [3, false],
      ],
      666_667,
    ],
    [[[1, true]], null],
  ] as readonly (readonly [readonly Row[], number | null])[])('of %j is %j', (rows, expected) => {
    expect(aucMicros(rank(rows))).toBe(expected);
  });
});

describe('the lowest rows', () => {
  it('hold all who churned when all rows are taken, and never more than are taken', () => {
    fc.assert(
      fc.property(rowsOf, fc.nat(40), (rows, wanted) => {
        const count = Math.min(wanted, rows.length);
        const { num, den } = hitsAmongLowest(rank(rows), count);
        expect(num <= BigInt(count) * den).toBe(true);
        const all = hitsAmongLowest(rank(rows), rows.length);
        expect(all.num / all.den).toBe(BigInt(rows.filter(([, churned]) => churned).length));
      }),
    );
  });

  it('share a tie at the border in equal parts', () => {
    const tied = rank([
      [0, true],
      [1, true],
      [1, false],
      [1, false],
      [2, true],
    ]);
    expect(hitsAmongLowest(tied, 3)).toEqual({ num: 5n, den: 3n });
  });

  it('give lift over all days, and precision and recall of each day’s calls', () => {
    const days = ['2025-01-01', '2025-02-01'];
    const rows = days.flatMap((day) =>
      Array.from({ length: 10 }, (_, place) =>
        observation({
          day,
          accountId: `a${place}`,
          score: place,
          churned: place === 0 || (place === 5 && day === days[1]),
        }),
      ),
    );
    // 2 of the 2 lowest of 20 churned, against 3 of 20; of 2 calls a day 2 in 4 reached one, of 3 in all.
    expect(topMetrics(rows, 'score', 2)).toEqual({ liftHundredths: 667, precisionTenths: 500, recallTenths: 667 });
    expect(
      topMetrics(
        rows.map((row) => ({ ...row, churned: false })),
        'score',
        2,
      ).liftHundredths,
    ).toBeNull();
  });
});

describe('the bootstrap', () => {
  it('draws whole accounts, as many as there are, and the same for the same seed', () => {
    const clusterOf = [0, 0, 1, 2, 2, 2];
    const weights = resampleClusters(clusterOf, 3, createDraw(7));
    expect(weights).toEqual(resampleClusters(clusterOf, 3, createDraw(7)));
    expect([weights[1], weights[4], weights[5]]).toEqual([weights[0], weights[3], weights[3]]);
    expect((weights[0] ?? 0) + (weights[2] ?? 0) + (weights[3] ?? 0)).toBe(3);
  });

  it('draws every number about equally often', () => {
    const draw = createDraw(11);
    const counts = new Array<number>(10).fill(0);
    for (let drawn = 0; drawn < 10_000; drawn++) {
      const number = draw(10);
      counts[number] = (counts[number] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('takes the middle 95 % by rank, and nothing from few draws', () => {
    const values = Array.from({ length: 400 }, (_, place) => 400 - place);
    expect(interval95(values)).toEqual({ low: 10, high: 390 });
    expect(interval95([1, 2, 3])).toBeNull();
  });

  it('leaves no doubt where every draw says the same, and measures a ranking against itself as even', () => {
    const rows = Array.from({ length: 60 }, (_, place) =>
      observation({ accountId: `a${place % 30}`, score: place % 30, churned: place % 30 < 6 }),
    );
    const [shown, , classic] = compareRankings(rows, { calls: 5, draws: 100, seed: 3 });
    expect(shown).toMatchObject({ auc: 1_000_000, aucInterval: { low: 1_000_000, high: 1_000_000 }, rows: 60 });
    expect(classic).toMatchObject({ lead: 0, leadInterval: { low: 0, high: 0 } });
  });

  it('leaves rows out of a ranking that knows nothing of them', () => {
    const rows = [observation({ churned: true }), observation({ accountId: 'b' })];
    const utilization = compareRankings(rows, { calls: 5, draws: 50, seed: 1 }).at(-1);
    expect(utilization).toMatchObject({ ranking: 'utilization', rows: 0, auc: null, aucInterval: null, lead: null });
  });
});

describe('bands, sizes and leads', () => {
  const inBand = (band: Band, rows: number, churned: number): Observation[] =>
    Array.from({ length: rows }, (_, place) => observation({ band, churned: place < churned }));

  it('are monotone while no better band churns more often, empty bands aside', () => {
    const falling = [...inBand('CRITICAL', 4, 2), ...inBand('ok', 4, 2), ...inBand('champion', 5, 0)];
    expect(areMonotone(bandRates(falling))).toBe(true);
    expect(areMonotone(bandRates([...falling, ...inBand('healthy', 3, 2)]))).toBe(false);
    expect(bandRates(falling).map(({ rows, churned }) => [rows, churned])).toEqual([
      [4, 2],
      [0, 0],
      [4, 2],
      [0, 0],
      [5, 0],
    ]);
  });

  it('puts every row into one size, the smaller never with more seats', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 }), (seats) => {
        const parts = sizeTerciles(seats.map((count) => observation({ seats: count })));
        expect(parts.flatMap(({ rows }) => rows.map((row) => row.seats)).sort()).toEqual([...seats].sort());
        const [small = [], middle = [], large = []] = parts.map(({ rows }) => rows.map((row) => row.seats));
        for (const [less, more] of [
          [small, middle],
          [middle, large],
          [small, large],
        ] as const) {
          expect(Math.max(-1, ...less)).toBeLessThan(Math.min(10, ...more));
        }
      }),
    );
  });

  it('flag a churn as early as the last look so long before, with the revenue', () => {
    const at = { churnedOn: '2025-04-01', mrrMinor: 5000 };
    const rows = [
      observation({ ...at, day: '2025-03-01', churned: true, band: 'CRITICAL' }),
      observation({ ...at, day: '2025-02-01', churned: true, band: 'WARN' }),
      observation({ ...at, day: '2025-01-01', churned: true, band: 'healthy' }),
      observation({ accountId: 'stays', band: 'CRITICAL' }),
    ];
    const found = recallAtLeads(rows).map(({ lead, accounts, flagged, flaggedMrrMinor }) => [
      lead,
      accounts,
      flagged,
      flaggedMrrMinor,
    ]);
    expect(found).toEqual([
      [0, 1, 1, 5000],
      [30, 1, 1, 5000],
      [60, 1, 0, 0],
      [90, 1, 0, 0],
    ]);
  });

  it('count a churn without a date at the first day labelled so, and say nothing where nobody looked', () => {
    const rows = [
      observation({ day: '2025-01-01', band: 'WARN' }),
      observation({ day: '2025-04-01', band: 'CRITICAL', churned: true }),
      observation({ accountId: 'new', day: '2025-04-01', churned: true }),
    ];
    expect(recallAtLeads(rows).map(({ accounts, flagged }) => [accounts, flagged])).toEqual([
      [2, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it('change nothing when rows come in another order', () => {
    const rows = Array.from({ length: 50 }, (_, place) =>
      observation({
        accountId: `a${place % 20}`,
        day: `2025-0${1 + (place % 3)}-01`,
        score: (place * 7) % 13,
        churned: place % 5 === 0,
      }),
    );
    const options = { calls: 3, draws: 60, seed: 1 };
    expect(evaluate([...rows].reverse(), options)).toEqual(evaluate(rows, options));
  });
});
