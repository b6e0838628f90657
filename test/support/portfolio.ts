import { readFileSync } from 'node:fs';
import { addDays, type Day } from '../../src/domain/day.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { startOfLocalDay } from '../../src/lib/local-time.ts';
import { type Db, execute } from '../../src/store/db.ts';

/** People by number who were active on a day, each with so many events. */
export type DayActivity = readonly (readonly [person: number, events: number])[];

export interface FixtureAccount {
  readonly accountId: string;
  readonly name?: string;
  readonly domain?: string | null;
  readonly aliases?: readonly string[];
  readonly plan?: string | null;
  readonly ownerEmail?: string | null;
  readonly customerSince: Day;
  readonly renewsOn?: Day | null;
  readonly excludedReason?: AccountFacts['excluded'];
  /** Activity by days before D: 1 is the last full day. */
  readonly activity?: ReadonlyMap<number, DayActivity>;
  /** Errors by days before D. */
  readonly errors?: ReadonlyMap<number, number>;
  readonly movements?: readonly { readonly at: Date; readonly delta: number; readonly kind?: string }[];
  readonly states?: readonly FixtureState[];
  readonly tickets?: readonly {
    readonly openedAt: Date;
    readonly closedAt?: Date | null;
    readonly priority?: string;
  }[];
  readonly nps?: readonly { readonly user: string; readonly at: Date; readonly score: number }[];
  /** Number of the person who is the key contact. */
  readonly keyContact?: number | null;
}

export interface FixtureState {
  readonly at: Date;
  readonly id?: string;
  readonly subscription?: string;
  readonly status?: string;
  readonly currency?: string | null;
  readonly mrrMinor?: number | null;
  readonly mrrUnknown?: boolean;
  readonly usageBased?: boolean;
  readonly renewsAt?: Date | null;
  readonly cancelling?: boolean;
  readonly precedence?: number;
}

/** Stores an account with its history as ingest would have left it; the account's number. */
export async function insertAccount(db: Db, day: Day, account: FixtureAccount): Promise<number> {
  const { rows } = await db.query<{ account_id: number }>(
    'insert into account_keys (external_id) values ($1) returning account_id',
    [account.accountId],
  );
  const no = rows[0]?.account_id ?? 0;
  const people = [...(account.activity ?? new Map<number, DayActivity>()).values()].flat().map(([person]) => person);
  const userCount = Math.max(-1, account.keyContact ?? -1, ...people) + 1;
  const activeDays = [...(account.activity?.entries() ?? [])].flatMap(([ago, list]) => (list.length > 0 ? [ago] : []));
  const first = activeDays.length === 0 ? null : addDays(day, -Math.max(...activeDays));
  await execute(
    db,
    `insert into accounts (account_id, external_id, name, domain, aliases, plan, owner_email, customer_since, renews_on,
       excluded_reason, first_event_on, next_user_no) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      no,
      account.accountId,
      account.name ?? account.accountId,
      account.domain ?? null,
      account.aliases ?? [],
      account.plan ?? null,
      account.ownerEmail ?? null,
      account.customerSince,
      account.renewsOn ?? null,
      account.excludedReason ?? null,
      first,
      userCount,
    ],
  );
  await insertUsers(db, no, userCount);
  await insertRollup(db, no, day, account);
  await insertBilling(db, no, account);
  await insertSupport(db, no, account);
  return no;
}

async function insertUsers(db: Db, no: number, count: number): Promise<void> {
  await execute(
    db,
    `insert into account_users (account_id, user_no, external_id, email, role, first_seen_at)
     select $1, n, 'user-' || n, 'User-' || n || '@example.com', case when n < 4 then 'admin' else 'ic' end, now()
     from generate_series(0, $2 - 1) n`,
    [no, count],
  );
}

async function insertRollup(db: Db, no: number, day: Day, account: FixtureAccount): Promise<void> {
  const days = new Set([...(account.activity?.keys() ?? []), ...(account.errors?.keys() ?? [])]);
  const values: unknown[] = [];
  for (const ago of days) {
    const list = account.activity?.get(ago) ?? [];
    const chunks = new Set([0, ...list.map(([person]) => person >> 8)]);
    for (const chunk of chunks) {
      const here = list.filter(([person]) => person >> 8 === chunk);
      const bits = Array.from({ length: 256 }, (_, left) => (here.some(([p]) => (p & 255) === 255 - left) ? '1' : '0'));
      values.push({
        day: addDays(day, -ago),
        chunk,
        events: here.reduce((sum, [, events]) => sum + events, 0),
        errors: chunk === 0 ? (account.errors?.get(ago) ?? 0) : 0,
        active: bits.join(''),
      });
    }
  }
  await execute(
    db,
    `insert into account_day (account_id, day, chunk, events, errors, other_events, last_at, active)
     select $1, r.day, r.chunk, r.events, r.errors, 7, r.day, r.active::bit(256)
     from jsonb_to_recordset($2::jsonb) as r (day date, chunk smallint, events int, errors int, active text)`,
    [no, JSON.stringify(values)],
  );
}

async function insertBilling(db: Db, no: number, account: FixtureAccount): Promise<void> {
  for (const [index, { at, delta, kind }] of (account.movements ?? []).entries()) {
    await execute(
      db,
      `insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
         idempotency_key) values ($1, 'item', $2, $3, $4, 'fixture', $5, $5)`,
      [no, kind ?? (index === 0 ? 'initial' : delta > 0 ? 'add' : 'remove'), delta, at, `m${index}`],
    );
  }
  for (const [index, state] of (account.states ?? []).entries()) {
    await execute(
      db,
      `insert into subscription_states (account_id, source, subscription_id, effective_at, precedence, state_id, status,
         currency, mrr_minor, mrr_unknown, usage_based, renews_at, cancel_at_period_end, items)
       values ($1, 'fixture', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '[]')`,
      [
        no,
        state.subscription ?? 'sub',
        state.at,
        state.precedence ?? 1,
        state.id ?? `s${index}`,
        state.status ?? 'active',
        state.currency ?? null,
        state.mrrMinor ?? null,
        state.mrrUnknown ?? false,
        state.usageBased ?? false,
        state.renewsAt ?? null,
        state.cancelling ?? false,
      ],
    );
  }
}

async function insertSupport(db: Db, no: number, account: FixtureAccount): Promise<void> {
  for (const [index, ticket] of (account.tickets ?? []).entries()) {
    await execute(
      db,
      `insert into tickets (account_id, source, ticket_id, subject, priority, opened_at, closed_at)
       values ($1, 'fixture', $2, 'Export is slow', $3, $4, $5)`,
      [no, `t${index}`, ticket.priority ?? 'normal', ticket.openedAt, ticket.closedAt ?? null],
    );
  }
  for (const { user, at, score } of account.nps ?? []) {
    await execute(db, 'insert into nps_answers (account_id, user_key, answered_at, score) values ($1, $2, $3, $4)', [
      no,
      user,
      at,
      score,
    ]);
  }
  if (account.keyContact == null) return;
  await execute(
    db,
    `insert into contacts (account_id, contact_id, name, email, persona)
     values ($1, 'key', 'Kim', $2, 'key_contact')`,
    [no, `user-${account.keyContact}@example.com`],
  );
}

/** Sources of every kind, last heard of at `at`: without them errors and tickets are unknown. */
export async function connectSources(db: Db, at: Date, kinds = ['activity', 'errors', 'tickets', 'billing', 'nps']) {
  for (const kind of kinds) {
    await execute(db, `insert into source_watermarks values ('fixture', $1, $2, $2, 1) on conflict do nothing`, [
      kind,
      at,
    ]);
  }
}

interface Golden {
  readonly as_of: Day;
  readonly fx: Readonly<Record<string, string>>;
  readonly accounts: readonly AccountFacts[];
  readonly expected: readonly Readonly<Record<string, unknown>>[];
}

interface DemoActivity {
  readonly activity: Readonly<Record<string, readonly (readonly [ago: number, person: number, events: number])[]>>;
  readonly counts: Readonly<
    Record<
      string,
      {
        readonly first_event_days_ago: number;
        readonly first_event_person: number;
        readonly key_contact_person: number;
        readonly nps_answers: readonly number[];
      }
    >
  >;
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/golden/${name}.json`, import.meta.url), 'utf8'));
}

export const GOLDEN = readJson<Golden>('golden');
export const DEMO_ACTIVITY = readJson<DemoActivity>('demo_activity');
export const RECIPE_IDS = Object.keys(DEMO_ACTIVITY.activity);

/** Noon of the day `ago` days before D: well inside it. */
function noon(day: Day, ago: number, timeZone: string): Date {
  return new Date(startOfLocalDay(addDays(day, -ago), timeZone).getTime() + 12 * 3_600_000);
}

/** The non-activity history that gives an account the golden facts. */
export function factsHistory(facts: AccountFacts, day: Day, timeZone: string): Omit<FixtureAccount, 'accountId'> {
  const at = (ago: number): Date => noon(day, ago, timeZone);
  const start = Math.max(facts.age_days, 1);
  const added = facts.seats_added_60d ?? 0;
  const before = facts.paid_seats - added;
  const npsCount = facts.nps_count ?? 0;
  const urgent = facts.urgent_tickets_open ?? 0;
  const scores = Array.from({ length: npsCount }, (_, i) => Math.floor(((facts.nps_sum ?? 0) + i) / npsCount));
  const state = { currency: facts.currency, mrrMinor: facts.mrr_minor };
  const pastDue = facts.past_due_days ?? 0;
  return {
    customerSince: addDays(day, -facts.age_days),
    renewsOn: facts.days_to_renewal == null ? null : addDays(day, facts.days_to_renewal),
    movements: [
      ...(before > 0 ? [{ at: at(start), delta: before }] : []),
      ...(added > 0 ? [{ at: at(30), delta: added }] : []),
    ],
    states: [
      { ...state, at: at(start), usageBased: facts.excluded === 'usage_based_plan' },
      ...(facts.cancel_at_period_end ? [{ ...state, at: at(2), cancelling: true }] : []),
      ...(pastDue > 0
        ? [
            { at: at(pastDue), status: 'past_due' },
            { at: at(pastDue - 3), status: 'past_due' },
          ]
        : []),
    ],
    errors: new Map([[7, facts.errors_30d ?? 0]]),
    tickets: Array.from({ length: facts.tickets_30d ?? 0 }, (_, i) => ({
      openedAt: at(i + 3),
      closedAt: i < urgent ? null : at(1),
      priority: i < urgent ? 'Urgent' : 'high',
    })),
    nps: scores.map((score, i) => ({ user: `user-${i}`, at: at(40 + i), score })),
    keyContact: facts.key_contact_days == null ? null : 0,
  };
}

/** One of the five recipe accounts with the activity that reproduces all its golden facts at D. */
export function recipeAccount(accountId: string, day: Day, timeZone = 'UTC'): FixtureAccount {
  const facts = GOLDEN.accounts.find((account) => account.account_id === accountId);
  const counts = DEMO_ACTIVITY.counts[accountId];
  if (!facts || !counts) throw new Error(`${accountId} is not a recipe account`);
  const activity = new Map<number, [number, number][]>([
    [counts.first_event_days_ago, [[counts.first_event_person, 1]]],
  ]);
  for (const [ago, person, events] of DEMO_ACTIVITY.activity[accountId] ?? []) {
    activity.set(ago, [...(activity.get(ago) ?? []), [person, events]]);
  }
  return {
    ...factsHistory(facts, day, timeZone),
    accountId,
    activity,
    nps: counts.nps_answers.map((score, i) => ({ user: `user-${i}`, at: noon(day, 40 + i, timeZone), score })),
    keyContact: counts.key_contact_person,
    ownerEmail: 'dana@example.com',
    plan: 'Pro',
  };
}

/** The five recipe accounts, Dana who owns them, and connected sources. */
export async function insertRecipePortfolio(db: Db, day: Day, timeZone = 'UTC'): Promise<ReadonlyMap<string, number>> {
  await execute(db, `insert into owners values ('dana@example.com', 'Dana', 'U0DANA') on conflict do nothing`);
  await connectSources(db, new Date(startOfLocalDay(day, timeZone).getTime() - 3_600_000));
  const numbers = new Map<string, number>();
  for (const id of RECIPE_IDS) numbers.set(id, await insertAccount(db, day, recipeAccount(id, day, timeZone)));
  return numbers;
}
