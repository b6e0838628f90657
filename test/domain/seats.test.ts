import { describe, expect, test } from 'vitest';
import { assess } from '../../src/domain/assess.ts';
import { bucketOf, seatsGrew } from '../../src/domain/bucket.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { overageMinor } from '../../src/domain/exposure.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { quarterChange } from '../../src/domain/quarter-change.ts';
import { seatTrend } from '../../src/domain/seat-trend.ts';
import { assessSeats } from '../../src/domain/seats.ts';
import { compareUtilization, utilizationTenths } from '../../src/domain/utilization.ts';
import { account, assessed } from './golden.ts';

const RULE = UTILIZATION_DEFAULTS.trend;

function flagsOf(facts: AccountFacts, currency = 'USD'): readonly string[] {
  return assessSeats(facts, UTILIZATION_DEFAULTS, currency).flags;
}

describe('utilization', () => {
  test('agrees with exact fractions at every threshold for all seats up to 200 and people up to 250', () => {
    let compared = 0;
    for (let paid = 1; paid <= 200; paid += 1) {
      for (let active = 0; active <= 250; active += 1) {
        for (const percent of [50, 60, 80, 90]) {
          const expected = Math.sign(active * 100 - percent * paid);
          if (compareUtilization({ active, paid }, percent) !== expected) expect([active, paid, percent]).toBeNull();
          compared += 1;
        }
        const [low, high] = [Math.floor((1000 * active) / paid), Math.ceil((1000 * active) / paid)];
        const up = 2 * 1000 * active >= (low + high) * paid;
        if (utilizationTenths({ active, paid }) !== (up ? high : low)) expect([active, paid]).toBeNull();
      }
    }
    expect(compared).toBe(200 * 251 * 4);
  });

  test('is unknown when nothing is paid, and above 100 % where more people than seats are active', () => {
    expect(utilizationTenths({ active: 3, paid: 0 })).toBeNull();
    expect(utilizationTenths({ active: 26, paid: 20 })).toBe(1300);
    expect(overageMinor(account('stark'))).toBe(45_000);
  });

  test('compares the unrounded value: 599 of 999 prints 60.0 and is below 60', () => {
    expect(utilizationTenths({ active: 599, paid: 999 })).toBe(600);
    expect(compareUtilization({ active: 599, paid: 999 }, 60)).toBe(-1);
  });
});

describe('the trend of people', () => {
  test('is unknown with fewer than two windows and flat at a level of nobody', () => {
    expect(seatTrend([], RULE)).toEqual({ direction: 'unknown', slopeX12: null });
    expect(seatTrend([6], RULE)).toEqual({ direction: 'unknown', slopeX12: null });
    expect(seatTrend([0, 0, 0, 0], RULE)).toEqual({ direction: 'flat', slopeX12: 0 });
  });

  test('needs two people: one person of three leaving is flat', () => {
    expect(seatTrend([3, 2], RULE).direction).toBe('flat');
    expect(seatTrend([4, 2], RULE).direction).toBe('dropping');
    expect(seatTrend([2, 4], RULE).direction).toBe('rising');
  });

  test('needs five percent of its own median per window, exactly', () => {
    expect(seatTrend([82, 80, 78], RULE)).toEqual({ direction: 'flat', slopeX12: -24 });
    expect(seatTrend([84, 80, 76], RULE)).toEqual({ direction: 'dropping', slopeX12: -48 });
    expect(seatTrend([85, 81, 77], RULE).direction).toBe('flat');
  });

  test('is not decided by one odd month', () => {
    expect(seatTrend([20, 20, 2, 20], RULE).direction).toBe('flat');
  });
});

describe('a bucket', () => {
  const low = { ...account('dormco') };

  test.each([
    ['excluded wins over everything', { excluded: 'trial' as const, paid_seats: 0 }, 'excluded'],
    ['no seats come before no signal', { paid_seats: 0, never_seen: true }, 'no_seats'],
    ['no signal comes before small', { paid_seats: 2, never_seen: true }, 'no_signal'],
    ['four seats are small', { paid_seats: 4, active_users_30d: 1 }, 'small'],
    ['five seats are not', { paid_seats: 5, active_users_30d: 1 }, 'dormant'],
    ['59 days are onboarding', { age_days: 59 }, 'onboarding'],
    ['60 days are not', { age_days: 60 }, 'dormant'],
    ['a growth plan keeps low use in ramping', { growth_plan_active: true }, 'ramping'],
    ['a growth plan does not hide a fall', { growth_plan_active: true, active_user_windows: [9, 8, 6, 4] }, 'at_risk'],
    ['rising use is ramping', { active_user_windows: [1, 2, 3, 4] }, 'ramping'],
    ['half used is not low', { active_users_30d: 10 }, 'steady'],
    ['a fall above half is watched', { active_users_30d: 12, active_user_windows: [18, 16, 14, 12] }, 'watch'],
    ['a fall at the ceiling is no expansion', { active_users_30d: 19, active_user_windows: [26, 24, 22, 19] }, 'watch'],
    ['18 of 20 is the ceiling', { active_users_30d: 18 }, 'expansion'],
    ['17 of 20 is not', { active_users_30d: 17 }, 'steady'],
  ])('%s', (_name, change, bucket) => {
    expect(assessSeats({ ...low, ...change }, UTILIZATION_DEFAULTS, 'USD').bucket).toBe(bucket);
  });

  test('counts seats as grown from a fifth of the earlier number on', () => {
    expect(seatsGrew({ ...low, paid_seats: 24, seats_added_60d: 4 }, 20)).toBe(true);
    expect(seatsGrew({ ...low, paid_seats: 23, seats_added_60d: 3 }, 20)).toBe(false);
    expect(seatsGrew({ ...low, paid_seats: 20, seats_added_60d: 0 }, 20)).toBe(false);
    expect(bucketOf({ ...low, paid_seats: 24, seats_added_60d: 4 }, 'flat', UTILIZATION_DEFAULTS)).toBe('ramping');
  });
});

describe('flags', () => {
  test('raise the renewal flag from day 90 to day 0 below 60 %', () => {
    const renewing = (days_to_renewal: number | null) => flagsOf({ ...account('dormco'), days_to_renewal });
    expect([90, 0].map((days) => renewing(days).includes('renewal_red_flag'))).toEqual([true, true]);
    expect([91, -1, null].map((days) => renewing(days).includes('renewal_red_flag'))).toEqual([false, false, false]);
  });

  test('call a dormant account low-touch below 500 in the reporting currency, not at it', () => {
    const paying = (mrr: number | null) => flagsOf({ ...account('dormco'), currency: 'EUR', mrr_reporting_minor: mrr });
    expect(paying(49_999)).toEqual(['low_touch']);
    expect(paying(50_000)).toEqual([]);
    expect(paying(null)).toEqual([]);
    expect(flagsOf({ ...account('dormco'), currency: 'JPY', mrr_minor: 499, mrr_reporting_minor: 499 }, 'JPY')).toEqual(
      ['low_touch'],
    );
  });
});

describe('the quarter', () => {
  const base = { ...account('exact80'), paid_seats: 20, paid_seats_90d_ago: 20 };

  test('flags a fall of more than 20 points, not of 20', () => {
    const from = (w1: number, active: number) =>
      quarterChange({ ...base, active_user_windows: [w1, 9, 9, 9], active_users_30d: active }, 20);
    expect(from(14, 10)).toMatchObject({ pointsTenths: -200, flag: null });
    expect(from(15, 10)).toMatchObject({ pointsTenths: -250, flag: 'quarter_drop' });
  });

  test('shows parts that add up to the points although each is rounded', () => {
    const change = quarterChange(
      { ...base, paid_seats: 7, paid_seats_90d_ago: 3, active_user_windows: [1, 1, 1, 1], active_users_30d: 2 },
      20,
    );
    expect(change).toEqual({ pointsTenths: -48, peopleTenths: 333, seatsTenths: -381, flag: null });
  });

  test('is unknown without four windows or an earlier seat count', () => {
    expect(quarterChange({ ...base, active_user_windows: [8, 8, 8] }, 20)).toBeNull();
    expect(quarterChange({ ...base, paid_seats_90d_ago: null }, 20)).toBeNull();
    expect(quarterChange({ ...base, paid_seats_90d_ago: 0 }, 20)).toBeNull();
  });
});

describe('an expansion', () => {
  test('is proposed in whole packs at the price per seat', () => {
    expect(assessed(account('acme')).seats.expansion).toEqual({ seats: 5, mrrMinor: 37_500 });
    expect(assessed(account('stark')).seats.expansion).toEqual({ seats: 15, mrrMinor: 112_500 });
  });

  test.each([
    ['cancellation_notice', { cancel_at_period_end: true }],
    ['payment_past_due', { past_due_days: 14 }],
    ['CRITICAL', { silent_14d: true }],
  ])('is held back by %s and says so, in the same bucket', (blocker, change) => {
    const { seats } = assessed({ ...account('acme'), ...change });
    expect(seats).toMatchObject({ bucket: 'expansion', expansion: null, expansionBlockedBy: blocker });
  });

  test('is held back by a band that hysteresis still shows', () => {
    const options = { health: BALANCED, utilization: UTILIZATION_DEFAULTS, previousBand: 'WARN' as const };
    const weak = {
      ...account('acme'),
      active_weeks: 0,
      tickets_30d: 20,
      nps_sum: 6,
      event_blocks_14d: [3250, 6500, 6500],
    };
    const { seats, health } = assess({ ...weak, user_day_blocks_14d: [10, 17, 17] }, options);
    expect(health).toMatchObject({ band: 'WARN', bandRaw: 'ok' });
    expect(seats.expansionBlockedBy).toBe('WARN');
  });
});
