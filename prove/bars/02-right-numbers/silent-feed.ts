import type { Context } from '../../../src/app/context.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import type { DigestSignal } from '../../../src/app/digest/digest-report.ts';
import { updateEpisodes } from '../../../src/app/episodes/update-episodes.ts';
import { watchSources } from '../../../src/app/freshness/watch-sources.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { snapshotWindow } from '../../../src/app/snapshots/snapshot-window.ts';
import type { Random } from '../../../src/demo/random.ts';
import { addDays, type Day, weekdayOf } from '../../../src/domain/day.ts';
import type { Signal } from '../../../src/domain/signal.ts';
import { instantOfLocalTime } from '../../../src/lib/local-time.ts';
import { type Db, execute } from '../../../src/store/db.ts';
import { activity, eventId } from '../../../test/app/signals.ts';
import { testContext } from '../../../test/support/context.ts';

/** A feed of usage that brings nothing for some days, and then everything. The customers work on all the time. */
export interface Outage {
  readonly timeZone: string;
  readonly accounts: number;
  /** Whether people work at weekends too. */
  readonly everyDay: boolean;
  /** The first event that is held up is one of this day, from this hour on. */
  readonly from: Day;
  readonly hour: number;
  readonly days: number;
}

/** Nothing of all this happened. */
const DROPS: ReadonlySet<DigestSignal> = new Set([
  'silent_14_days',
  'at_risk_enter',
  'drop_24h',
  'drop_7d',
  'drop_28d',
  'quarter_drop',
  'band_down',
  'dormant',
]);
const LONGEST_DAYS = 9;
const HOURS = [9, 12, 15, 18];
const HISTORY_DAYS = 98;
const HISTORY_STEP = 14;
/** Mornings before the outage, so that what was new at first is old news, and after it. */
const MORNINGS = 3;
const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland'] as const;

export function anyOutage(random: Random): Outage {
  return {
    timeZone: random.pick(ZONES),
    // With 20 accounts and more, a quiet fleet is told from a quiet customer.
    accounts: random.pick([5, 12, 24]),
    everyDay: random.below(2) === 0,
    from: addDays('2026-03-02', random.below(60)),
    hour: random.pick([0, 11, 17]),
    days: random.between(2, LONGEST_DAYS),
  };
}

/** One that is long enough for every customer to look as if they were gone. */
export function longOutage(random: Random): Outage {
  return { ...anyOutage(random), accounts: 5, days: LONGEST_DAYS };
}

export interface Lived {
  readonly mornings: number;
  /** Mornings on which the digest said that usage looks broken. */
  readonly warned: number;
  /** A line for each drop that was told. */
  readonly told: readonly string[];
}

/** Lives through an outage, with a digest each morning. `before` runs before each. */
export async function liveThrough(
  db: Db,
  outage: Outage,
  before: (db: Db) => Promise<unknown> = async () => undefined,
): Promise<Lived> {
  const begin = addDays(outage.from, -MORNINGS);
  const end = addDays(outage.from, outage.days);
  const at = (day: Day, time: string): Context =>
    testContext(db, { timeZone: outage.timeZone, now: () => instantOfLocalTime(day, time, outage.timeZone) });
  await beginCustomers(at(addDays(begin, -1), '20:00'), outage);
  for (let day = addDays(begin, -HISTORY_DAYS); day < begin; day = addDays(day, HISTORY_STEP)) {
    const days = Array.from({ length: HISTORY_STEP }, (_, ahead) => addDays(day, ahead)).filter((one) => one < begin);
    const signals = days.flatMap((one) => workOf(outage, one));
    await receive(at(addDays(begin, -1), '20:00'), signals);
  }
  const told: string[] = [];
  let [mornings, warned] = [0, 0];
  let heldUp: Signal[] = [];
  for (let day = begin; day <= addDays(end, MORNINGS); day = addDays(day, 1)) {
    if (day === end) await receive(at(day, '07:00'), heldUp);
    await before(db);
    const { fresh, stand } = await morning(at(day, '09:00'), day);
    mornings += 1;
    if (stand.stale !== null) warned += 1;
    const drops = fresh.filter(({ signal }) => DROPS.has(signal));
    told.push(...drops.map(({ signal, standing }) => `${standing.account.accountId} ${signal} on ${day}`));
    const work = workOf(outage, day);
    const held = (signal: Signal): boolean =>
      day < end && signal.occurredAt >= instantOfLocalTime(outage.from, hourText(outage.hour), outage.timeZone);
    heldUp = [...heldUp, ...work.filter(held)];
    await receive(
      at(day, '20:00'),
      work.filter((signal) => !held(signal)),
    );
  }
  return { mornings, warned, told };
}

/** For a product that does not look at its feeds: it knows of none. */
export async function forgetFeeds(db: Db): Promise<void> {
  await execute(db, 'delete from source_volume');
  await execute(db, `delete from source_watermarks where kind = 'activity'`);
}

async function morning(ctx: Context, day: Day) {
  await watchSources({ ctx });
  await snapshotWindow({ ctx, input: { day } });
  await updateEpisodes({ ctx, input: { day } });
  return composeDigest({ ctx, input: { day } });
}

async function beginCustomers(ctx: Context, { accounts, from }: Outage): Promise<void> {
  const occurredAt = new Date(ctx.now().getTime() - 90 * 86_400_000);
  const signals = Array.from({ length: accounts }, (_, index): Signal[] => {
    const accountKey = keyOf(index);
    const customerSince = addDays(from, -300);
    return [
      { kind: 'account', accountKey, occurredAt, name: accountKey, customerSince },
      {
        kind: 'subscription',
        accountKey,
        occurredAt,
        subscriptionId: `sub-${accountKey}`,
        stateId: `state-${accountKey}`,
        precedence: 1,
        status: 'active',
        plan: null,
        currency: 'USD',
        seats: peopleOf(index) + 1,
        mrrMinor: 50_000,
        mrrUnknown: false,
        usageBased: false,
        startedAt: null,
        renewsAt: null,
        cancelAtPeriodEnd: false,
        items: [],
      },
    ];
  });
  await receive(ctx, signals.flat(), 'stripe');
}

/** What everybody does on a day: each person once, at one of four hours. */
function workOf({ accounts, everyDay, timeZone }: Outage, day: Day): Signal[] {
  if (!everyDay && weekdayOf(day) > 5) return [];
  return Array.from({ length: accounts }, (_, index) => index).flatMap((index) =>
    Array.from({ length: peopleOf(index) }, (_, person) => {
      const userKey = `${keyOf(index)}-${person}`;
      const hour = HOURS[(index + person) % HOURS.length] ?? 9;
      const occurredAt = instantOfLocalTime(day, hourText(hour), timeZone);
      return activity({ accountKey: keyOf(index), id: eventId(`${userKey} ${day}`), userKey, occurredAt });
    }),
  );
}

function keyOf(index: number): string {
  return `customer-${index}`;
}

function peopleOf(index: number): number {
  return 5 + (index % 5);
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

async function receive(ctx: Context, signals: readonly Signal[], source = 'events'): Promise<void> {
  if (signals.length === 0) return;
  const outcomes = await recordSignals({ ctx, input: { source, signals, maxAgeDays: 400 } });
  const refused = outcomes.find(({ status }) => status !== 'accepted');
  if (refused) throw new Error(`not taken: ${JSON.stringify(refused)}`);
}
