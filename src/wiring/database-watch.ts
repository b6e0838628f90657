import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Check } from '../http/readiness.ts';
import { AppError, messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { connectionFault } from '../store/connection-fault.ts';
import { migrate, migrationState } from '../store/migrate.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5000;

const MIGRATE = 'Run "cs-pulse migrate".';

export interface DatabaseWatch {
  /** Resolves when the schema is this version's; tries again until then or until it is stopped. */
  readonly ready: Promise<void>;
  checks(): Promise<{ readonly database: Check; readonly migrations: Check }>;
  stop(): void;
}

/**
 * Brings the database up to date and keeps an eye on it. A database that is away at the start does not end the
 * process: it is tried again, and readiness says so until then.
 */
export function watchDatabase(options: {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly mayMigrate: boolean;
  readonly log: Logger;
  /** Runs once, when the schema is there. */
  readonly onReady: () => Promise<void>;
}): DatabaseWatch {
  const { log, pool, url } = options;
  let migrations: Check = { state: 'failing', detail: 'not looked at yet', remedy: 'Wait for the database.' };
  let stopped = false;

  async function prepare(): Promise<void> {
    if (options.mayMigrate) {
      const applied = await migrate(url);
      if (applied.length > 0) log.info({ applied }, 'database migrated');
    }
    const { pending } = await migrationState(url);
    if (pending.length > 0) throw new AppError('unavailable', `pending: ${pending.join(', ')}. ${MIGRATE}`);
    migrations = { state: 'ok', detail: 'up to date' };
    if (!stopped) await options.onReady();
  }

  async function untilReady(): Promise<void> {
    for (let wait = FIRST_RETRY_MS; !stopped; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      try {
        await prepare();
        return;
      } catch (error) {
        log.warn({ reason: messageOf(error) }, 'the database is not ready, trying again');
        migrations = faultOf(error);
        await sleep(wait, undefined, { ref: false });
      }
    }
  }

  return {
    ready: untilReady(),
    async checks() {
      try {
        await pool.query('select 1');
        return { database: { state: 'ok', detail: 'it answers' }, migrations };
      } catch (error) {
        return { database: faultOf(error), migrations };
      }
    },
    stop: () => {
      stopped = true;
    },
  };
}

/** An expected failure in its own words, any other without addresses and names. */
function faultOf(error: unknown): Check {
  if (error instanceof AppError) return { state: 'failing', detail: error.message };
  const { reason: detail, remedy } = connectionFault(error);
  return { state: 'failing', detail, remedy };
}
