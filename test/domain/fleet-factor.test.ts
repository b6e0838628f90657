import { expect, test } from 'vitest';
import { BALANCED } from '../../src/domain/definition.ts';
import { fleetFactor } from '../../src/domain/health/fleet-factor.ts';
import { account } from './golden.ts';

function fleet(current: readonly number[]) {
  return current.map((userDays, index) => ({
    ...account('exact80'),
    account_id: `a${index}`,
    user_day_blocks_14d: [userDays, 100, 100, 100],
    event_blocks_14d: [1000, 1000, 1000, 1000],
  }));
}

const holiday = [...Array(10).fill(50), ...Array(10).fill(80)];

test('is the lower median of current against usual activity, per mille', () => {
  expect(fleetFactor(fleet(holiday), BALANCED)).toBe(500);
  expect(fleetFactor(fleet([...holiday, 80]), BALANCED)).toBe(800);
});

test('is not used below 20 scored accounts', () => {
  expect(fleetFactor(fleet(holiday.slice(0, 19)), BALANCED)).toBe(1000);
  const [first, ...rest] = fleet(holiday);
  if (first === undefined) throw new Error('empty fleet');
  expect(fleetFactor([{ ...first, excluded: 'trial' }, ...rest], BALANCED)).toBe(1000);
  expect(fleetFactor([{ ...first, user_day_blocks_14d: [5, 9, 9] }, ...rest], BALANCED)).toBe(1000);
});

test('is used only when the fleet is down by more than five percent', () => {
  expect(fleetFactor(fleet(Array(20).fill(95)), BALANCED)).toBe(1000);
  expect(fleetFactor(fleet(Array(20).fill(94)), BALANCED)).toBe(940);
  expect(fleetFactor(fleet(Array(20).fill(130)), BALANCED)).toBe(1000);
});

test('never divides by a silent fleet', () => {
  expect(fleetFactor(fleet(Array(20).fill(0)), BALANCED)).toBe(1000);
});
