import { describe, expect, test } from 'vitest';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { expansionOf } from '../../src/domain/expansion.ts';
import { apportion } from '../../src/domain/health/apportion.ts';
import { bindingCap, capsInForce } from '../../src/domain/health/caps.ts';
import { COMPONENTS } from '../../src/domain/health/components/index.ts';
import { quarterChange } from '../../src/domain/quarter-change.ts';
import { assessSeats } from '../../src/domain/seats.ts';
import { account, assessed } from './golden.ts';

describe('points', () => {
  const even = [
    { whole: 3, remainder: 5 },
    { whole: 3, remainder: 5 },
  ];

  test('give the odd tenth to the largest remainder, and between equals to the earlier or the later', () => {
    expect(apportion([...even, { whole: 1, remainder: 6 }], 8)).toEqual([3, 3, 2]);
    expect(apportion(even, 7)).toEqual([4, 3]);
    expect(apportion(even, 7, 'last')).toEqual([3, 4]);
  });

  test('of acme are lost where the card says so', () => {
    const lost = assessed(account('acme')).health.components.filter(({ lostTenths }) => lostTenths > 0);
    expect(lost.map(({ key, lostTenths }) => [key, lostTenths])).toEqual([
      ['regularity', 36],
      ['support', 75],
      ['nps', 9],
    ]);
  });
});

describe('caps', () => {
  const both = { ...account('yenko'), days_to_renewal: 30 };
  const input = { facts: both, seats: assessSeats(both, UTILIZATION_DEFAULTS, 'USD'), rules: BALANCED };

  test('of equal height name the first in force', () => {
    expect(capsInForce(input)).toEqual(['low_and_dropping', 'renewal_red_flag']);
    expect(bindingCap(input, 800)).toEqual({ key: 'low_and_dropping', tenths: 449 });
  });

  test('give way to a lower one, wherever it stands', () => {
    const caps = { ...BALANCED.caps, renewal_red_flag: '30.0' };
    expect(bindingCap({ ...input, rules: { ...BALANCED, caps } }, 800)).toEqual({
      key: 'renewal_red_flag',
      tenths: 300,
    });
  });

  test('are silent when they lower nothing or the definition has none', () => {
    expect(bindingCap(input, 449)).toBeNull();
    expect(bindingCap(input, 450)?.key).toBe('low_and_dropping');
    expect(bindingCap({ ...input, rules: { ...BALANCED, caps: {} } }, 800)).toBeNull();
  });

  test('start for a debt on day 14', () => {
    const owing = (past_due_days: number) => assessed({ ...account('acme'), past_due_days }).health.cap;
    expect([13, 14].map(owing)).toEqual([null, 'payment_past_due']);
  });
});

test('a usual level of 9.5 user-days is too little for a trend, one of 10 is enough', () => {
  const metricAt = (prior: number[]) => {
    const facts = { ...account('acme'), event_blocks_14d: [50, 50, 50], user_day_blocks_14d: [10, ...prior] };
    return COMPONENTS.trend.metric({ facts, noise: 100, fleetFactor: 1000 });
  };
  expect(metricAt([9, 10])).toBeNull();
  expect(metricAt([10, 10])).not.toBeNull();
});

test('a quarter in which the people alone took exactly 20 points is a matter of the seats', () => {
  const facts = { ...account('exact80'), paid_seats: 25, paid_seats_90d_ago: 20, active_users_30d: 10 };
  expect(quarterChange({ ...facts, active_user_windows: [14, 12, 11, 10] }, 20)).toEqual({
    pointsTenths: -300,
    peopleTenths: -200,
    seatsTenths: -100,
    flag: 'quarter_drop_seats_added',
  });
});

test('an expansion is at least one pack, even where the target is already met', () => {
  const full = { ...account('acme'), active_users_30d: 10 };
  expect(expansionOf(full, { target: 100, pack: 5 })).toEqual({ seats: 5, mrrMinor: 37_500 });
});
