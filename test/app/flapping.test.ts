import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/context.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { snapshotWindow } from '../../src/app/snapshots/snapshot-window.ts';
import { addDays, type Day } from '../../src/domain/day.ts';
import { BALANCED, type HealthDefinition } from '../../src/domain/definition.ts';
import type { Signal } from '../../src/domain/signal.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { activity, eventId } from './signals.ts';

const FIRST: Day = '2026-03-02';
const DAYS = 31;
const HISTORY_WEEKS = 12;

/** The score is the percentage of seats in use, so that one seat more or less moves it by a point. */
const SEAT_USE: HealthDefinition = {
  ...BALANCED,
  id: 'seat_use',
  components: [
    {
      key: 'utilization',
      weight: 100,
      anchors: [
        [0, 0],
        [100, 100],
      ],
    },
  ],
};

interface Flapping {
  readonly people: number;
  /** Seats before, and then in turn, day by day. */
  readonly before: number;
  readonly seats: readonly [number, number];
  /** Days after the first on which that begins. */
  readonly from?: number;
  readonly renewsOn?: Day;
  /** Every line about it in 31 digests. */
  readonly said: readonly string[];
}

const ACCOUNTS: Readonly<Record<string, Flapping>> = {
  // Low from the first look on, and CRITICAL once.
  'band-25': { people: 25, before: 97, seats: [101, 100], said: ['0 band_down +dormant', '1 band_down'] },
  'band-45': { people: 45, before: 97, seats: [101, 100], said: ['0 dormant', '1 band_down'] },
  'band-70': { people: 70, before: 97, seats: [101, 100], said: ['1 band_down'] },
  'band-90': { people: 90, before: 97, seats: [101, 100], said: ['1 band_down'] },
  // 86.0, then 71.1 and 70.5: 14.9 points and 15.5.
  drop: { people: 86, before: 100, seats: [121, 122], from: 8, said: ['10 drop_7d'] },
  'seats-50': { people: 50, before: 97, seats: [101, 100], said: ['1 dormant'] },
  'seats-60': { people: 60, before: 97, seats: [101, 100], renewsOn: addDays(FIRST, 91), said: ['1 renewal_red_flag'] },
};

let database: TestDatabase;
const told = new Map<string, string[]>();
beforeAll(async () => {
  database = await cloneDatabase();
  const start = at(FIRST, '00:01');
  await receive(start, Object.keys(ACCOUNTS).flatMap(begin));
  for (let week = HISTORY_WEEKS; week > 0; week -= 1) await receive(start, working(addDays(FIRST, -7 * week)));
  for (let count = 0; count < DAYS; count += 1) await live(addDays(FIRST, count), count);
}, 120_000);
afterAll(() => database.close());

function at(day: Day, time: string): Context {
  return testContext(database.pool, { health: SEAT_USE, now: () => new Date(`${day}T${time}:00Z`) });
}

async function live(day: Day, count: number): Promise<void> {
  const ctx = at(day, '09:00');
  await snapshotWindow({ ctx, input: { day } });
  await updateEpisodes({ ctx, input: { day } });
  const { fresh, recovered } = await composeDigest({ ctx, input: { day } });
  for (const { signal, standing, tags } of [...fresh, ...recovered]) {
    const { accountId } = standing.account;
    const line = `${count} ${[signal, ...tags].join(' +')}`;
    told.set(accountId, [...(told.get(accountId) ?? []), line]);
  }
  const seats = Object.entries(ACCOUNTS)
    .filter(([, { from = 0 }]) => from <= count)
    .map(([accountId, { seats: turns }]) => billing(accountId, turns[count % 2] ?? 0, day, 1));
  await receive(at(day, '18:00'), [...seats, ...(count % 7 === 0 ? working(day) : [])]);
}

function begin(accountId: string): Signal[] {
  const since = '2025-09-01';
  const account = ACCOUNTS[accountId];
  const occurredAt = new Date(`${since}T12:00:00Z`);
  return [
    { kind: 'account', accountKey: accountId, occurredAt, name: accountId, customerSince: since },
    billing(accountId, account?.before ?? 0, since, 0),
  ];
}

/** Everybody's one event of a week. */
function working(day: Day): Signal[] {
  const occurredAt = new Date(`${day}T12:00:00Z`);
  return Object.entries(ACCOUNTS).flatMap(([accountKey, { people }]) =>
    Array.from({ length: people }, (_, person) => {
      const userKey = `${accountKey}-${person}`;
      return activity({ accountKey, id: eventId(`${userKey} ${day}`), userKey, occurredAt });
    }),
  );
}

function billing(accountId: string, seats: number, on: Day, precedence: 0 | 1): Signal {
  const renewsOn = ACCOUNTS[accountId]?.renewsOn;
  return {
    kind: 'subscription',
    accountKey: accountId,
    occurredAt: new Date(`${on}T12:00:00Z`),
    subscriptionId: `sub-${accountId}`,
    stateId: `${accountId} ${on}`,
    precedence,
    status: 'active',
    plan: 'Pro',
    currency: 'USD',
    seats,
    mrrMinor: seats * 1000,
    mrrUnknown: false,
    usageBased: false,
    startedAt: null,
    renewsAt: renewsOn === undefined ? null : new Date(`${renewsOn}T12:00:00Z`),
    cancelAtPeriodEnd: false,
    items: [{ item: `item-${accountId}`, seats, unitAmountDecimal: '1000', interval: 'month', intervalCount: 1 }],
  };
}

async function receive(ctx: Context, signals: readonly Signal[]): Promise<void> {
  const outcomes = await recordSignals({ ctx, input: { source: 'events', signals, maxAgeDays: 400 } });
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
}

describe('seats that flap by one around a threshold for 30 days, from billing to the digest', () => {
  it.each(Object.entries(ACCOUNTS))('are told once: %s', (accountId, { said }) => {
    expect(told.get(accountId) ?? []).toEqual(said);
  });
});
