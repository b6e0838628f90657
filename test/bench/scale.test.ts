import { describe, expect, it } from 'vitest';
import { type Figure, isMet } from '../../bench/figure.ts';
import { type Columns, growthFactor, scaleFigures } from '../../bench/scale/growth.ts';
import { WORLDS, worldTitle } from '../../bench/scale/matrix.ts';
import { type Measures, measuresOf, noSamples } from '../../bench/scale/measures.ts';
import { scaleTable } from '../../bench/scale/table.ts';

const SEEDED = {
  accounts: 5000,
  users: 100_000,
  events: 10_000_000,
  rollupRows: 280_000,
  eventBytes: 0,
  rollupBytes: 55_000_000,
  seconds: 0,
};
const MIB = 2 ** 20;

function measures(over: Partial<Measures> = {}): Measures {
  const samples = {
    healthMs: [8],
    utilizationMs: [60],
    digestMs: [500],
    pulseMs: [600],
    snapshotSeconds: [1.5],
    nightSeconds: [3],
    commandBytes: [150 * MIB],
    digestBytes: [200 * MIB],
    snapshotBytes: [180 * MIB],
  };
  return { ...measuresOf(SEEDED, samples), ...over };
}

function columns(over: Partial<Record<keyof Columns, Partial<Measures>>> = {}): Columns {
  const few = { accounts: 500, events: 1_000_000 };
  const fifty = { events: 50_000_000, bytesPerEvent: 1.7, ...over.fifty };
  return {
    few: measures({ ...few, ...over.few }),
    one: measures({ events: 1_000_000, ...over.one }),
    ten: measures(over.ten),
    fifty: measures(fifty),
    wide: measures({ accounts: 50_000, snapshotSeconds: 18, utilizationP50Ms: 700, ...over.wide }),
  };
}

const missed = (figures: readonly Figure[]): string[] =>
  figures.filter((figure) => !isMet(figure)).map(({ name, value }) => `${name} ${value}`);

describe('growth', () => {
  it.each([
    [10, 15, 1.5],
    [10, 5, 0.5],
    [0, 5, Number.NaN],
    [5, 0, Number.NaN],
    [Number.NaN, 5, Number.NaN],
    [5, Number.NaN, Number.NaN],
  ])('from %d to %d is %d', (from, to, factor) => {
    expect(growthFactor(from, to)).toBe(factor);
  });

  it('keeps every goal where times stay and memory is low', () => {
    expect(missed(scaleFigures(columns()))).toEqual([]);
  });

  it.each([
    [{ fifty: { healthP50Ms: 12.1 } }, 1],
    [{ fifty: { utilizationP50Ms: 121 } }, 1],
    [{ fifty: { digestMs: 1001 } }, 1],
    [{ fifty: { bytesPerEvent: 2.1 } }, 1],
    [{ ten: { bytesPerEvent: 6.1 } }, 1],
    [{ ten: { snapshotSeconds: 2.1 } }, 1],
    // Twice: the limit, and more than twenty times what a tenth of the accounts takes.
    [{ wide: { snapshotSeconds: 30.1 } }, 2],
    [{ wide: { healthP50Ms: 12.1 } }, 1],
    [{ wide: { digestMs: 10_001 } }, 1],
    [{ wide: { digestMb: 300.1 } }, 1],
    [{ ten: { commandsMb: 250.1 } }, 1],
    [{ fifty: { snapshotMb: 250.1 } }, 1],
    [{ wide: { snapshotMb: Number.NaN } }, 1],
  ])('misses the goals that %j breaks: %d', (over, count) => {
    const found = missed(scaleFigures(columns(over)));
    expect(found, found.join(', ')).toHaveLength(count);
  });
});

describe('what rounds leave', () => {
  it('is the median of times and the most of memory', () => {
    const samples = { ...noSamples(), healthMs: [3, 1, 2], digestBytes: [7 * MIB, 9 * MIB, 8 * MIB] };
    const { bytesPerEvent, digestMb, healthP50Ms } = measuresOf(SEEDED, samples);
    expect({ bytesPerEvent, digestMb, healthP50Ms }).toEqual({ bytesPerEvent: 5.5, digestMb: 9, healthP50Ms: 2 });
  });

  it('is no number where nothing was measured, which keeps no goal', () => {
    expect(measuresOf(SEEDED, noSamples())).toMatchObject({ snapshotMb: Number.NaN, healthP99Ms: Number.NaN });
  });
});

it('prints a column for every size', () => {
  const [head = '', ...lines] = scaleTable(columns());
  for (const name of WORLDS) expect(head).toContain(worldTitle(name));
  expect(head).toContain('50,000 × 100 M');
  const widths = new Set([head, ...lines].map((line) => line.length));
  expect(widths.size).toBe(1);
});
