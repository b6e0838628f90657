import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import type { Episode, EpisodeChange, Snooze } from '../domain/episodes/episode.ts';
import { type Db, execute, oneRow } from './db.ts';
import type { DayRun } from './episodes.ts';

/** The key of our advisory lock on the evaluation of days. */
const LOCK_KEY = 4_153_873;
const LOCK_WAIT_MS = 60_000;
const LOCK_POLL_MS = 150;
/** Who the log names for what the rules do. */
const RULES = 'cs-pulse';

/** Takes the evaluation of days for this transaction, waiting for another process; false after a minute. */
export async function lockEpisodes(tx: Db): Promise<boolean> {
  const text = 'select pg_try_advisory_xact_lock($1) as taken';
  for (let waited = 0; waited < LOCK_WAIT_MS; waited += LOCK_POLL_MS) {
    const row = await oneRow(tx, z.strictObject({ taken: z.boolean() }), text, [LOCK_KEY]);
    if (row?.taken) return true;
    await sleep(LOCK_POLL_MS);
  }
  return false;
}

export interface AccountChanges {
  readonly accountId: string;
  /** In the order in which they happened. */
  readonly changes: readonly EpisodeChange[];
}

/** Stores what a day did to the episodes, and their log, in two statements. */
export async function writeChanges(
  tx: Db,
  { day, at, accounts }: { readonly day: Day; readonly at: Date; readonly accounts: readonly AccountChanges[] },
): Promise<void> {
  if (accounts.length === 0) return;
  const latest = new Map<string, Record<string, unknown>>();
  for (const { accountId, changes } of accounts) {
    for (const { episode } of changes) {
      latest.set(`${accountId} ${episode.signal} ${episode.openedOn}`, { account: accountId, ...columnsOf(episode) });
    }
  }
  await execute(tx, UPSERT, [JSON.stringify([...latest.values()])]);
  const lines = accounts.flatMap(({ accountId, changes }) =>
    changes.map(({ episode, kind, news, why }) => ({
      account: accountId,
      signal: episode.signal,
      opened_on: episode.openedOn,
      kind,
      news,
      detail: { ...(why === null ? {} : { why }), ...(kind === 'escalated' ? { to: episode.escalated?.to } : {}) },
    })),
  );
  await execute(
    tx,
    `insert into episode_log (account_id, signal, opened_on, day, at, kind, actor, news, detail)
     select k.account_id, r.signal, r.opened_on, $2, $3, r.kind, $4, r.news, r.detail
     from rows from (jsonb_to_recordset($1::jsonb) as
       (account text, signal text, opened_on date, kind text, news boolean, detail jsonb)) with ordinality
       as r (account, signal, opened_on, kind, news, detail, position)
     join account_keys k on k.external_id = r.account
     order by r.position`,
    [JSON.stringify(lines), day, at, RULES],
  );
}

// What people did to an episode stays, unless the day took it back.
const UPSERT = `insert into episodes (account_id, signal, opened_on, state, origin, news, level, said_level, said_on,
    milestone, reminded_on, escalated_on, escalated_to, recovered_on)
  select k.account_id, r.signal, r.opened_on, r.state, r.origin, r.news, r.level, r.said_level, r.said_on,
    r.milestone, r.reminded_on, r.escalated_on, r.escalated_to, r.recovered_on
  from jsonb_to_recordset($1::jsonb) as r (account text, signal text, opened_on date, state text, origin text,
    news boolean, level jsonb, said_level jsonb, said_on date, milestone smallint, reminded_on date, escalated_on date,
    escalated_to text, recovered_on date)
  join account_keys k on k.external_id = r.account
  on conflict (account_id, signal, opened_on) do update set
    state = excluded.state, said_level = excluded.said_level, said_on = excluded.said_on,
    milestone = excluded.milestone, reminded_on = excluded.reminded_on, escalated_on = excluded.escalated_on,
    escalated_to = excluded.escalated_to, recovered_on = excluded.recovered_on,
    snooze_kind = null, snooze_until = null, snooze_reason = null, snoozed_by = null, snoozed_at = null,
    snooze_level = null`;

function columnsOf(episode: Episode): Record<string, unknown> {
  return {
    signal: episode.signal,
    opened_on: episode.openedOn,
    state: episode.state,
    origin: episode.origin,
    news: episode.news,
    level: episode.level,
    said_level: episode.said,
    said_on: episode.saidOn,
    milestone: episode.milestone,
    reminded_on: episode.remindedOn,
    escalated_on: episode.escalated?.on ?? null,
    escalated_to: episode.escalated?.to ?? null,
    recovered_on: episode.recoveredOn,
  };
}

/** Records that a snapshot day was evaluated as it stands. */
export async function markEvaluated(
  tx: Db,
  run: DayRun & { readonly accounts: number; readonly evaluatedAt: Date },
): Promise<void> {
  await execute(
    tx,
    `insert into episode_days (day, revision, definition_hash, held, accounts, evaluated_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (day) do update set revision = excluded.revision, definition_hash = excluded.definition_hash,
       held = excluded.held, accounts = excluded.accounts, evaluated_at = excluded.evaluated_at`,
    [run.day, run.revision, run.definition_hash, run.held, run.accounts, run.evaluatedAt],
  );
}

/** Who did it, when, and on which local day. */
export interface Act {
  readonly accountNo: number;
  readonly actor: string;
  readonly day: Day;
  readonly at: Date;
}

type Touched = readonly Pick<Episode, 'signal' | 'openedOn'>[];

/** Marks episodes as taken by somebody; a snooze ends with it. */
export async function acknowledgeRows(tx: Db, act: Act, touched: Touched): Promise<void> {
  await execute(
    tx,
    `update episodes set state = 'acknowledged', acknowledged_by = $4, acknowledged_at = $5, snooze_kind = null,
       snooze_until = null, snooze_reason = null, snoozed_by = null, snoozed_at = null, snooze_level = null
     where account_id = $1 and (signal, opened_on) in (select * from unnest($2::text[], $3::date[]))`,
    [...keysOf(act, touched), act.actor, act.at],
  );
  await logAct(tx, act, touched, { kind: 'acknowledged', detail: {} });
}

/** Puts episodes to sleep. */
export async function snoozeRows(
  tx: Db,
  act: Act,
  touched: Touched,
  { kind, until, level, reason }: Snooze & { readonly reason: string },
): Promise<void> {
  await execute(
    tx,
    `update episodes set state = 'snoozed', snooze_kind = $4, snooze_until = $5, snooze_reason = $6, snoozed_by = $7,
       snoozed_at = $8, snooze_level = $9
     where account_id = $1 and (signal, opened_on) in (select * from unnest($2::text[], $3::date[]))`,
    [...keysOf(act, touched), kind, until, reason, act.actor, act.at, JSON.stringify(level)],
  );
  await logAct(tx, act, touched, { kind: 'snoozed', detail: { why: reason, until: until ?? kind } });
}

/** Ends the sleep of episodes: they are open again. */
export async function wakeRows(tx: Db, act: Act, touched: Touched): Promise<void> {
  await execute(
    tx,
    `update episodes set state = 'open', snooze_kind = null, snooze_until = null, snooze_reason = null,
       snoozed_by = null, snoozed_at = null, snooze_level = null
     where account_id = $1 and (signal, opened_on) in (select * from unnest($2::text[], $3::date[]))`,
    keysOf(act, touched),
  );
  await logAct(tx, act, touched, { kind: 'woken', detail: {} });
}

async function logAct(
  tx: Db,
  act: Act,
  touched: Touched,
  { kind, detail }: { readonly kind: string; readonly detail: Readonly<Record<string, unknown>> },
): Promise<void> {
  await execute(
    tx,
    `insert into episode_log (account_id, signal, opened_on, day, at, kind, actor, news, detail)
     select $1, signal, opened_on, $4, $5, $6, $7, false, $8
     from unnest($2::text[], $3::date[]) as touched (signal, opened_on)`,
    [...keysOf(act, touched), act.day, act.at, kind, act.actor, JSON.stringify(detail)],
  );
}

function keysOf({ accountNo }: Act, touched: Touched): unknown[] {
  return [accountNo, touched.map(({ signal }) => signal), touched.map(({ openedOn }) => openedOn)];
}
