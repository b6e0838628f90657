import { z } from 'zod';
import { type Db, oneRow } from './db.ts';

const sameSchema = {
  schema: z.string().nullable(),
  installation: z.string().nullable(),
  newest_s: z.number().nullable(),
};
const SAME = `(select md5(string_agg(name || sha256, ',' order by name)) from schema_migrations) as schema,
  (select md5(salt) from erasure_salt) as installation,
  (select extract(epoch from max(last_received_at))::float8 from source_watermarks) as newest_s`;

/** What a database and its replica have in common once the one has followed the other. */
interface SharedMark {
  /** Hash of the migrations that were applied. */
  readonly schema: string | null;
  /** Hash of what tells this installation from any other. */
  readonly installation: string | null;
  /** When the newest signal was received, in seconds since 1970; null: none was. */
  readonly newestSeconds: number | null;
}

/** How the database stood at a moment of its own clock. */
export interface PrimaryMark extends SharedMark {
  /** In seconds since 1970. */
  readonly atSeconds: number;
  /** In the write-ahead log; null where it is no primary itself. */
  readonly position: string | null;
}

const primarySchema = z.strictObject({ ...sameSchema, at_s: z.number(), position: z.string().nullable() });

export async function loadPrimaryMark(db: Db): Promise<PrimaryMark | null> {
  const row = await oneRow(
    db,
    primarySchema,
    `select ${SAME}, extract(epoch from clock_timestamp())::float8 as at_s,
       case when pg_is_in_recovery() then null else pg_current_wal_lsn()::text end as position`,
  );
  return row && { ...sharedOf(row), atSeconds: row.at_s, position: row.position };
}

/** How a replica stands against its primary. */
export interface ReplicaMark extends SharedMark {
  /** It replays the log of a primary; otherwise it is a copy that would take writes of its own. */
  readonly isStandby: boolean;
  /** It has replayed the log up to the position that was asked for; null: none was. */
  readonly hasPosition: boolean | null;
  /** It receives the log and has replayed all of it that came. */
  readonly hasReceived: boolean;
  /** Since the last transaction that was replayed was committed; null: none was. */
  readonly replayedSecondsAgo: number | null;
  /** Since a copy heard from those it subscribes to; null: it has no subscription. */
  readonly syncedSecondsAgo: number | null;
}

const replicaSchema = z.strictObject({
  ...sameSchema,
  standby: z.boolean(),
  has_position: z.boolean().nullable(),
  has_received: z.boolean(),
  replayed_s: z.number().nullable(),
  synced_s: z.number().nullable(),
});

/** @param primary the primary's mark of a moment before; null: it cannot be asked, and the replica's own clock counts */
export async function loadReplicaMark(
  db: Db,
  primary: Pick<PrimaryMark, 'atSeconds' | 'position'> | null,
): Promise<ReplicaMark | null> {
  const row = await oneRow(
    db,
    replicaSchema,
    `select ${SAME}, pg_is_in_recovery() as standby,
       case when pg_is_in_recovery() then pg_last_wal_replay_lsn() >= $1::pg_lsn end as has_position,
       coalesce(pg_is_in_recovery() and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn(), false)
         and exists (select from pg_stat_wal_receiver) as has_received,
       extract(epoch from coalesce(to_timestamp($2), clock_timestamp()) - pg_last_xact_replay_timestamp())::float8
         as replayed_s,
       (select extract(epoch from clock_timestamp() - max(s.latest_end_time))::float8
        from pg_stat_subscription s join pg_subscription p on p.oid = s.subid
          join pg_database d on d.oid = p.subdbid and d.datname = current_database()) as synced_s`,
    [primary?.position ?? null, primary?.atSeconds ?? null],
  );
  return (
    row && {
      ...sharedOf(row),
      isStandby: row.standby,
      hasPosition: row.has_position,
      hasReceived: row.has_received,
      replayedSecondsAgo: row.replayed_s,
      syncedSecondsAgo: row.synced_s,
    }
  );
}

function sharedOf(row: z.infer<z.ZodObject<typeof sameSchema>>): SharedMark {
  return { schema: row.schema, installation: row.installation, newestSeconds: row.newest_s };
}
