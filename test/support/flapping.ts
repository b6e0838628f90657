import type { Context } from '../../src/app/context.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { snoozeEpisodes } from '../../src/app/episodes/snooze-episodes.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { snapshotWindow } from '../../src/app/snapshots/snapshot-window.ts';
import { addDays, type Day } from '../../src/domain/day.ts';
import { BALANCED, type HealthDefinition } from '../../src/domain/definition.ts';
import type { Signal } from '../../src/domain/signal.ts';
import { activity, eventId } from '../app/signals.ts';
import { testContext } from './context.ts';
import type { TestDatabase } from './database.ts';

export const FIRST: Day = '2026-03-02';
export const DAYS = 31;
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

export interface Flapping {
  readonly people: number;
  /** Seats before, and then by day, from the first on again after the last. */
  readonly before: number;
  readonly seats: readonly number[];
  /** Days after the first on which that begins. */
  readonly from?: number;
  readonly renewsOn?: Day;
  /** The day after the first on which somebody mutes it until the month is over. */
  readonly mutedOn?: number;
}

/** What was said of one account on one day, after the first, in the words `band_down +dormant`. */
export interface Said {
  readonly day: number;
  readonly signal: string;
  readonly band: string | null;
  readonly tags: readonly string[];
}

export interface Month {
  /** By account. */
  readonly told: ReadonlyMap<string, readonly Said[]>;
  /** Reminders, by account: days after the first. */
  readonly reminded: ReadonlyMap<string, readonly number[]>;
  /** Days on which the digest was another one after everything had been done again. */
  readonly changedByRestart: readonly Day[];
}

/** Lives through 31 mornings. On days of `restarts` all work is done again, as after a restart. */
export async function liveFlapping(
  { pool }: TestDatabase,
  accounts: Readonly<Record<string, Flapping>>,
  restarts: (day: number) => boolean = () => false,
): Promise<Month> {
  const at = (day: Day, time: string): Context =>
    testContext(pool, { health: SEAT_USE, now: () => new Date(`${day}T${time}:00Z`) });
  const told = new Map<string, Said[]>();
  const reminded = new Map<string, number[]>();
  const changedByRestart: Day[] = [];

  const morning = async (day: Day, time: string) => {
    const ctx = at(day, time);
    await snapshotWindow({ ctx, input: { day } });
    await updateEpisodes({ ctx, input: { day } });
    const { fresh, open, recovered } = await composeDigest({ ctx, input: { day, before: addDays(day, -1) } });
    const lines = [...fresh, ...recovered].map(({ signal, standing, tags }) => ({
      id: standing.account.accountId,
      signal,
      band: standing.band,
      tags,
    }));
    return {
      lines,
      reminders: open.filter(({ reminder }) => reminder).map(({ standing }) => standing.account.accountId),
    };
  };
  const live = async (count: number): Promise<void> => {
    const day = addDays(FIRST, count);
    const first = await morning(day, '09:00');
    if (restarts(count) && JSON.stringify(await morning(day, '09:30')) !== JSON.stringify(first))
      changedByRestart.push(day);
    for (const { id, ...said } of first.lines) told.set(id, [...(told.get(id) ?? []), { day: count, ...said }]);
    for (const id of first.reminders) reminded.set(id, [...(reminded.get(id) ?? []), count]);
    for (const [accountId, { mutedOn }] of Object.entries(accounts)) {
      const until = { kind: 'date', day: addDays(FIRST, DAYS) } as const;
      if (mutedOn !== count) continue;
      await snoozeEpisodes({ ctx: at(day, '10:00'), input: { actor: 'U0DANA', accountId, until, reason: '' } });
    }
    const seats = Object.entries(accounts)
      .filter(([, { from = 0 }]) => from <= count)
      .map(([accountId, account]) => billing(accountId, account, seatsOn(account, count), { on: day, precedence: 1 }));
    await receive(at(day, '18:00'), [...seats, ...(count % 7 === 0 ? working(accounts, day) : [])]);
  };

  const start = at(FIRST, '00:01');
  await receive(start, Object.entries(accounts).flatMap(begin));
  for (let week = HISTORY_WEEKS; week > 0; week -= 1)
    await receive(start, working(accounts, addDays(FIRST, -7 * week)));
  for (let count = 0; count < DAYS; count += 1) await live(count);
  return { told, reminded, changedByRestart };
}

const seatsOn = ({ seats }: Flapping, count: number): number => seats[count % seats.length] ?? 0;

function begin([accountId, account]: readonly [string, Flapping]): Signal[] {
  const on = '2025-09-01';
  const occurredAt = new Date(`${on}T12:00:00Z`);
  return [
    { kind: 'account', accountKey: accountId, occurredAt, name: accountId, customerSince: on },
    billing(accountId, account, account.before, { on, precedence: 0 }),
  ];
}

/** Everybody's one event of a week. */
function working(accounts: Readonly<Record<string, Flapping>>, day: Day): Signal[] {
  const occurredAt = new Date(`${day}T12:00:00Z`);
  return Object.entries(accounts).flatMap(([accountKey, { people }]) =>
    Array.from({ length: people }, (_, person) => {
      const userKey = `${accountKey}-${person}`;
      return activity({ accountKey, id: eventId(`${userKey} ${day}`), userKey, occurredAt });
    }),
  );
}

function billing(
  accountId: string,
  { renewsOn }: Flapping,
  seats: number,
  { on, precedence }: { readonly on: Day; readonly precedence: 0 | 1 },
): Signal {
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
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  if (refused.length > 0) throw new Error(`${refused.length} signals: ${JSON.stringify(refused[0])}`);
}
