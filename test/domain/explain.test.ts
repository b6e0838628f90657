import { expect, test } from 'vitest';
import type { Assessment } from '../../src/domain/assessment.ts';
import { formatTenths } from '../../src/domain/decimal.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { assessed, golden } from './golden.ts';

const { explain } = golden;

const weekEarlier: AccountFacts = {
  account_id: 'initech',
  currency: 'USD',
  age_days: 393,
  data_days: 393,
  paid_seats: 20,
  active_users_30d: 18,
  active_user_windows: [18, 18, 18, 18],
  mrr_minor: 150_000,
  events_30d: 3900,
  event_blocks_14d: [1840, 1830, 1850, 1800, 1840, 1840, 1820],
  user_day_blocks_14d: [92, 90, 91, 88, 91, 89, 92],
  active_weeks: 13,
  errors_30d: 3,
  tickets_30d: 1,
  urgent_tickets_open: 0,
  key_contact_days: 2,
  nps_sum: 8,
  nps_count: 1,
};
const now: AccountFacts = {
  ...weekEarlier,
  age_days: 400,
  data_days: 400,
  active_users_30d: 16,
  active_user_windows: [18, 18, 17, 16],
  events_30d: 2900,
  event_blocks_14d: [920, 1840, 1830, 1850, 1820, 1830, 1840],
  user_day_blocks_14d: [44, 92, 90, 91, 90, 90, 91],
  active_weeks: 12,
  tickets_30d: 4,
  key_contact_days: 9,
};
const npsExpired: AccountFacts = { ...now, nps_sum: null, nps_count: null };

function scoreText({ health }: Assessment): string | null {
  return health.scoreTenths === null ? null : formatTenths(health.scoreTenths);
}

function pointMoves(from: Assessment, to: Assessment): [string, number][] {
  return from.health.components
    .map(({ key, pointsTenths }): [string, number] => {
      const after = to.health.components.find((component) => component.key === key)?.pointsTenths ?? 0;
      return [key, after - pointsTenths];
    })
    .filter(([, move]) => move !== 0);
}

test('initech falls by trend, support and key contact, and the moves are the whole fall', () => {
  const [from, to] = [assessed(weekEarlier), assessed(now)];
  expect([scoreText(from), scoreText(to)]).toEqual([explain.from, explain.to]);
  expect(pointMoves(from, to)).toEqual(explain.behaviour);
});

test('an expired NPS moves its weight to the others', () => {
  const to = assessed(npsExpired);
  expect(scoreText(to)).toBe(explain.nps_expired.to);
  expect(to.health.coverage).toBe(95);
  expect(to.health.missing).toEqual(['nps']);
  expect(pointMoves(assessed(now), to)).toEqual(explain.nps_expired.coverage);
});

test('in a holiday week the same fall is mostly the fleet', () => {
  expect(scoreText(assessed(now, 620))).toBe(explain.fleet_620);
});

test('the trend carries the numbers that its sentence needs', () => {
  const evidenceAt = (fleetFactor: number) =>
    assessed(now, fleetFactor).health.components.find(({ key }) => key === 'trend')?.evidence;
  expect(evidenceAt(1000)).toEqual({
    key: 'trend',
    events: [920, 3670],
    userDays: [44, 181],
    allowanceNum: explain.noise_allowance[0],
    allowanceDen: explain.noise_allowance[1],
    xHundredths: -4386,
    fleetFactor: 1000,
    priorBlocks: 6,
  });
  expect(evidenceAt(620)).toMatchObject({ xHundredths: -1314, fleetFactor: 620 });
});
