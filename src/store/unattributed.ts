import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, execute, rows } from './db.ts';

/** Counts signals that belong to no account, with one of them as a sample; an empty sample leaves the last one. */
export async function countUnattributed(
  db: Db,
  unattributed: {
    readonly source: string;
    readonly reason: string;
    readonly signals: number;
    readonly sample: string;
    readonly at: Date;
    /** Local day of `at`. */
    readonly day: Day;
  },
): Promise<void> {
  await execute(
    db,
    `with counted as (
       insert into unattributed_days as d (source, reason, day, signals) values ($1, $2, $6, $3)
       on conflict (source, reason, day) do update set signals = d.signals + excluded.signals
     )
     insert into unattributed_signals as u (source, reason, signals, last_received_at, last_sample)
     values ($1, $2, $3, $4, nullif($5, ''))
     on conflict (source, reason) do update set signals = u.signals + excluded.signals,
       last_received_at = excluded.last_received_at, last_sample = coalesce(excluded.last_sample, u.last_sample)`,
    [
      unattributed.source,
      unattributed.reason,
      unattributed.signals,
      unattributed.at,
      unattributed.sample,
      unattributed.day,
    ],
  );
}

/** Forgets the daily counts from before a local day. */
export async function dropOldUnattributed(db: Db, before: Day): Promise<void> {
  await execute(db, 'delete from unattributed_days where day < $1', [before]);
}

const unattributedSchema = z.strictObject({
  source: z.string(),
  reason: z.string(),
  signals: z.int(),
  last_received_at: z.date(),
  last_sample: z.string().nullable(),
});
export type UnattributedRow = z.infer<typeof unattributedSchema>;

/** Signals that name no account, the most first, at most ten rows. */
export function loadUnattributed(db: Db): Promise<UnattributedRow[]> {
  return rows(
    db,
    unattributedSchema,
    `select source, reason, signals, last_received_at, last_sample from unattributed_signals
     order by signals desc, source, reason limit 10`,
  );
}

const waitingSchema = z.strictObject({
  source: z.string(),
  last_week: z.int(),
  waiting: z.int(),
  keys: z.array(z.strictObject({ key: z.string(), signals: z.int(), accounts: z.array(z.string()) })),
});
/** Signals of a source whose account is not known. */
export type WaitingRow = z.infer<typeof waitingSchema>;

/**
 * Per source, by name: how many signals of an unknown account came from a local day on, how many wait now, and the five
 * keys that most wait for, each with the ids of up to three accounts that claim it. At most twenty sources.
 */
export function loadWaiting(db: Db, from: Day): Promise<WaitingRow[]> {
  return rows(
    db,
    waitingSchema,
    `with lately as (
       select source, sum(signals)::bigint as signals from unattributed_days
       where reason = 'unknown_account' and day >= $1 group by source
     ), keys as (
       select source, account_key, count(*) as signals,
         row_number() over (partition by source order by count(*) desc, account_key) as place
       from waiting_signals group by source, account_key
     ), waiting as (
       select source, sum(signals)::bigint as signals from keys group by source
     ), most as (
       select * from keys where place <= 5
     ), claims as (
       select m.source, m.account_key, a.external_id
         from most m join accounts a on folded(a.aliases) @> array[lower(m.account_key)]
       union
       select m.source, m.account_key, a.external_id from most m join accounts a on lower(a.domain) = lower(m.account_key)
       union
       select m.source, m.account_key, a.external_id from most m join accounts a on a.stripe_customer_id = m.account_key
     ), claimed as (
       select source, account_key, (array_agg(external_id order by external_id))[:3] as accounts
       from claims group by source, account_key
     ), named as (
       select source, place,
         jsonb_build_object('key', account_key, 'signals', signals, 'accounts', coalesce(accounts, '{}')) as key
       from most left join claimed using (source, account_key)
     )
     select source, coalesce(l.signals, 0) as last_week, coalesce(w.signals, 0) as waiting,
       coalesce((select jsonb_agg(n.key order by n.place) from named n where n.source = s.source), '[]') as keys
     from (select source from lately union select source from waiting) s
       left join lately l using (source) left join waiting w using (source)
     order by source limit 20`,
    [from],
  );
}
