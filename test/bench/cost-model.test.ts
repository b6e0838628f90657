import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { estimate, type Load, paperTable, rowsPerAccountDay, sizingTable } from '../../bench/scale/cost-model.ts';
import { fc } from '../support/fc.ts';

const LOAD: Load = {
  accounts: 50_000,
  eventsPerAccountDay: 17,
  rawDays: 45,
  rollupDays: 120,
  snapshotDays: 120,
  peak: 10,
};

describe('rows of the rollup', () => {
  it('are those of the two databases that were measured', () => {
    expect(rowsPerAccountDay(10_300_000 / 5000 / 120) * 5000 * 120).toBeCloseTo(282_653, 6);
    expect(rowsPerAccountDay(52_300_000 / 5000 / 120) * 5000 * 120).toBeCloseTo(450_180, 6);
  });

  it('foretell the third to a tenth: 2.8 M of 100 M events', () => {
    const rows = rowsPerAccountDay(100_000_000 / 50_000 / 120) * 50_000 * 120;
    expect(Math.abs(rows / 2_800_000 - 1)).toBeLessThan(0.1);
  });

  it('are never more than events, and never fewer with more of them', () => {
    const density = fc.double({ min: 0, max: 87, noNaN: true });
    fc.assert(
      fc.property(density, density, (a, b) => {
        expect(rowsPerAccountDay(a)).toBeLessThanOrEqual(a);
        if (a <= b) expect(rowsPerAccountDay(a)).toBeLessThanOrEqual(rowsPerAccountDay(b));
      }),
    );
  });

  it('are not guessed beyond what was measured', () => {
    expect(() => rowsPerAccountDay(88)).toThrow(RangeError);
  });
});

describe('a load', () => {
  it('takes what its parts take', () => {
    const of = estimate(LOAD);
    expect(of.eventsPerDay).toBe(850_000);
    expect(of.rawBytes).toBe(850_000 * 45 * 130);
    expect(of.snapshotBytes).toBe(50_000 * 120 * 2430);
    expect(of.diskBytes).toBe(of.rawBytes + of.snapshotBytes + of.rollupBytes);
    expect(of.nightSeconds).toBeCloseTo(24.5, 9);
    expect(of.rollupBytes).toBe(of.nightBytes);
  });

  it('takes twice as much with twice the accounts', () => {
    const [one, two] = [estimate(LOAD), estimate({ ...LOAD, accounts: 100_000 })];
    for (const [name, value] of Object.entries(one)) expect(Reflect.get(two, name), name).toBeCloseTo(value * 2, 3);
  });
});

it.each([
  ['sizing', sizingTable()],
  ['paper', paperTable()],
])('docs/scaling.md has the table of %s as it is computed', (name, table) => {
  const page = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8');
  expect(page).toContain(`<!-- ${name}: written by cost-model.ts -->\n${table}\n<!-- end -->`);
});
