import { z } from 'zod';
import { type Db, execute, oneRow, rows } from './db.ts';

/** A read of a source that belongs to one process until its lease runs out. */
export interface SqlClaim {
  readonly source: string;
  /** A later claim has a higher one. */
  readonly fence: number;
}

export interface ClaimSql {
  /** Who reads, for people who look into the table. */
  readonly runner: string;
  readonly leaseMs: number;
  readonly now: Date;
  /** Null: whether it is time or not. */
  readonly everyMinutes: number | null;
}

/** A read that failed is tried again after this many minutes, however long its schedule is. */
export const RETRY_MINUTES = 15;
const LEASE = `clock_timestamp() + $3 * interval '1 millisecond'`;

/**
 * Takes the read of a source when it is time for one and nobody reads; null otherwise. Leases are times of the
 * database, the schedule is held against `now`.
 */
export async function claimSqlSource(db: Db, source: string, claim: ClaimSql): Promise<SqlClaim | null> {
  const { everyMinutes, leaseMs, now, runner } = claim;
  const row = await oneRow(
    db,
    z.strictObject({ fence: z.int() }),
    `insert into sql_sources as s (source, runner, lease_until, fence, started_at)
     values ($1, $2, ${LEASE}, 1, $4)
     on conflict (source) do update
     set runner = excluded.runner, lease_until = excluded.lease_until, fence = s.fence + 1,
       started_at = excluded.started_at
     where (s.lease_until is null or s.lease_until <= clock_timestamp())
       and ($5::int is null or s.started_at is null or s.started_at > $4
         or s.started_at <= $4 - $5::int * interval '1 minute'
         or s.started_at <= $4 - interval '${RETRY_MINUTES} minutes' and (s.error is not null or exists (
           select 1 from sql_queries q where q.source = s.source and q.error is not null)))
     returning fence`,
    [source, runner, leaseMs, now, everyMinutes],
  );
  return row && { source, fence: row.fence };
}

/** Holds a read for another `leaseMs`; false when it is no longer ours. */
export async function renewSqlClaim(db: Db, { fence, source }: SqlClaim, leaseMs: number): Promise<boolean> {
  return (
    (await execute(db, `update sql_sources set lease_until = ${LEASE} where source = $1 and fence = $2`, [
      source,
      fence,
      leaseMs,
    ])) > 0
  );
}

/** Ends a read. `brokenOff`: it was told to stop, and goes on at once. */
export async function endSqlClaim(
  db: Db,
  { fence, source }: SqlClaim,
  end: { readonly now: Date; readonly error: string | null; readonly brokenOff: boolean },
): Promise<void> {
  await execute(
    db,
    `update sql_sources set runner = null, lease_until = null, error = $4,
       finished_at = case when $5 then finished_at else $3 end, started_at = case when $5 then null else started_at end
     where source = $1 and fence = $2`,
    [source, fence, end.now, end.error, end.brokenOff],
  );
}

const sourceSchema = z.strictObject({
  source: z.string(),
  /** Who reads it now; null: nobody. */
  runner: z.string().nullable(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  error: z.string().nullable(),
});
export type SqlSourceRow = z.infer<typeof sourceSchema>;

/** How the reads of all sources stand. */
export function loadSqlSources(db: Db): Promise<SqlSourceRow[]> {
  return rows(
    db,
    sourceSchema,
    `select source, case when lease_until > clock_timestamp() then runner end as runner, started_at, finished_at, error
     from sql_sources order by source`,
  );
}
