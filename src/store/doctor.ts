import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, oneRow, rows } from './db.ts';

const serverSchema = z.strictObject({ version: z.string(), number: z.int(), size: z.int() });

/** The server's version ('16.2', 160002) and the size of the database in bytes. */
export async function loadServer(db: Db): Promise<{ version: string; number: number; size: number }> {
  const found = await oneRow(
    db,
    serverSchema,
    `select current_setting('server_version') as version, current_setting('server_version_num')::integer as number,
       pg_database_size(current_database()) as size`,
  );
  return found ?? { version: 'unknown', number: 0, size: 0 };
}

/** When the database got its first migration; null: it has none. */
export async function loadMigratedAt(db: Db): Promise<Date | null> {
  const schema = z.strictObject({ at: z.date().nullable() });
  return (await oneRow(db, schema, 'select min(applied_at) as at from schema_migrations'))?.at ?? null;
}

const outboxSchema = z.strictObject({
  waiting: z.int(),
  oldest: z.date().nullable(),
  failed: z.int(),
  last_error: z.string().nullable(),
});

/**
 * Messages that wait, since when the oldest does, and those of the last seven days that were given up. One that is kept
 * for an hour of its reader waits from then on.
 */
export async function loadOutboxState(db: Db): Promise<z.infer<typeof outboxSchema>> {
  const found = await oneRow(
    db,
    outboxSchema,
    `select count(*) filter (where state = 'due') as waiting,
       min(case when attempts = 0 then next_attempt_at else created_at end)
         filter (where state = 'due' and message_ts is null) as oldest,
       count(*) filter (where state = 'failed') as failed,
       (array_agg(error order by created_at desc) filter (where state = 'failed'))[1] as last_error
     from outbox where state = 'due' or created_at > clock_timestamp() - interval '7 days'`,
  );
  return found ?? { waiting: 0, oldest: null, failed: 0, last_error: null };
}

const runSchema = z.strictObject({ day: z.string(), stale_sources: z.array(z.string()) });

/** The newest run of each snapshot day from a day on, newest day first. */
export function loadNewestRuns(db: Db, from: Day): Promise<z.infer<typeof runSchema>[]> {
  return rows(
    db,
    runSchema,
    'select distinct on (day) day, stale_sources from snapshot_runs where day >= $1 order by day desc, revision desc',
    [from],
  );
}
