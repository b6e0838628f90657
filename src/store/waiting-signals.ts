import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Signal } from '../domain/signal.ts';
import { type Db, execute, rows } from './db.ts';
import { readSignal, SIGNAL_VERSION, writeSignal } from './waiting-signal-json.ts';

/** First of the two keys of our advisory locks on names of accounts; the second is one of 64 shares of all names. */
const LOCK_CLASS = 4_171;
/** Counting what waits costs milliseconds: about every so many new signals. */
const COUNT_EVERY = 64;

/**
 * Keeps signals that begin to wait apart from statements that name their account: until the transaction ends, nobody
 * states a name that another one waits for. Statements do not wait for each other.
 */
export async function lockNames(
  tx: Db,
  { stated, awaited }: { readonly stated: readonly string[]; readonly awaited: readonly string[] },
): Promise<void> {
  await execute(
    tx,
    `select case when awaited then pg_advisory_xact_lock($1, share) else pg_advisory_xact_lock_shared($1, share) end
     from (
       select hashtext(lower(name)) & 63 as share, bool_or(awaited) as awaited
       from (select unnest($2::text[]) as name, false as awaited union all select unnest($3::text[]), true) n
       group by 1 order by 1
     ) s`,
    [LOCK_CLASS, stated, awaited],
  );
}

const keptRow = z.strictObject({ content: z.string(), waiting_id: z.int() });

/**
 * Lets signals of a source wait for their account; at most about `most` of a source wait, the oldest give way.
 * @returns which of them are new, by their place in the list, and how many older ones were dropped
 */
export async function keepWaiting(
  tx: Db,
  source: string,
  signals: readonly Signal[],
  { most, receivedAt }: { readonly most: number; readonly receivedAt: Date },
): Promise<{ readonly kept: ReadonlySet<number>; readonly dropped: number }> {
  const written = signals.map((signal) => ({ key: signal.accountKey, json: writeSignal(signal) }));
  const places = new Map<string, number>();
  for (const [place, { json }] of written.entries()) {
    const content = contentOf(json);
    if (!places.has(content)) places.set(content, place);
  }
  const order = [...places.values()].flatMap((place) => written[place] ?? []);
  const added = await rows(
    tx,
    keptRow,
    `insert into waiting_signals (source, account_key, content, version, signal, received_at)
     select $1, account_key, decode(content, 'hex'), $5, signal, $6
     from unnest($2::text[], $3::text[], $4::jsonb[]) as i (account_key, content, signal)
     on conflict do nothing
     returning encode(content, 'hex') as content, waiting_id`,
    [
      source,
      order.map(({ key }) => key),
      order.map(({ json }) => contentOf(json)),
      order.map(({ json }) => json),
      SIGNAL_VERSION,
      receivedAt,
    ],
  );
  const counts = added.some(({ waiting_id: id }) => id % COUNT_EVERY === 0);
  const dropped = counts ? await dropOldestWaiting(tx, source, most) : 0;
  return { kept: new Set(added.flatMap(({ content }) => places.get(content) ?? [])), dropped };
}

function contentOf(json: string): string {
  return createHash('sha256').update(json).digest('hex');
}

/** Drops the oldest waiting signals of a source until `most` are left; how many went. */
export function dropOldestWaiting(tx: Db, source: string, most: number): Promise<number> {
  return execute(
    tx,
    `delete from waiting_signals where source = $1 and waiting_id <= (
       select waiting_id from waiting_signals where source = $1 order by waiting_id desc offset $2 limit 1
     )`,
    [source, most],
  );
}

const keyRow = z.strictObject({ account_key: z.string() });

/** Keys for which signals wait, among these names in any spelling. */
export async function waitingKeys(tx: Db, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const found = await rows(
    tx,
    keyRow,
    `select distinct account_key from waiting_signals
     where lower(account_key) in (select lower(name) from unnest($1::text[]) as n (name)) order by account_key`,
    [names],
  );
  return found.map((row) => row.account_key);
}

const takenRow = z.strictObject({ source: z.string(), version: z.int(), signal: z.unknown() });

/** A signal that waits no longer; null: it can no longer be read. */
export interface TakenSignal {
  readonly source: string;
  readonly signal: Signal | null;
}

/** The number of the signal that began to wait last; what begins to wait after it has a higher one. */
export async function newestWaiting(tx: Db): Promise<number> {
  const [newest] = await rows(
    tx,
    z.strictObject({ id: z.int() }),
    'select coalesce(max(waiting_id), 0) as id from waiting_signals',
  );
  return newest?.id ?? 0;
}

/**
 * Takes the oldest signals that wait for these keys out of the table, in their order: at most `limit`, and none that
 * began to wait after the one numbered `upTo`.
 */
export async function takeWaiting(
  tx: Db,
  keys: readonly string[],
  { limit, upTo }: { readonly limit: number; readonly upTo: number },
): Promise<TakenSignal[]> {
  const taken = await rows(
    tx,
    takenRow,
    `with oldest as (
       select source, account_key, content from waiting_signals
       where lower(account_key) in (select lower(key) from unnest($1::text[]) as k (key)) and account_key = any ($1)
         and waiting_id <= $3
       order by waiting_id limit $2 for update
     ), taken as (
       delete from waiting_signals w using oldest o
       where w.source = o.source and w.account_key = o.account_key and w.content = o.content
       returning w.source, w.version, w.signal, w.waiting_id
     )
     select source, version, signal from taken order by waiting_id`,
    [keys, limit, upTo],
  );
  return taken.map(({ source, version, signal }) => ({ source, signal: readSignal(version, signal) }));
}

const prunedRow = z.strictObject({ source: z.string(), signals: z.int() });

/** Drops what has waited since before an instant; how many went, per source. */
export function pruneWaiting(tx: Db, before: Date): Promise<z.infer<typeof prunedRow>[]> {
  return rows(
    tx,
    prunedRow,
    `with gone as (delete from waiting_signals where received_at < $1 returning source)
     select source, count(*) as signals from gone group by source order by source`,
    [before],
  );
}
