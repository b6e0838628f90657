import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Db, oneRow } from '../db.ts';

const POLL_MS = 20;
const nowRow = z.strictObject({ now: z.string() });
const olderRow = z.strictObject({ older: z.int() });

/**
 * Waits until every transaction has ended that was open when this was called: whoever began later sees what is
 * committed by now. False when some are still open after `patienceMs`.
 */
export async function awaitOlderTransactions(db: Db, patienceMs: number): Promise<boolean> {
  const since = await oneRow(db, nowRow, 'select clock_timestamp()::text as now');
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const open = await oneRow(
      db,
      olderRow,
      `select count(*)::int as older from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and xact_start <= $1::timestamptz
         and backend_type = 'client backend'`,
      [since?.now],
    );
    if (open?.older === 0) return true;
    if (performance.now() >= deadline) return false;
    await wait(POLL_MS);
  }
}
