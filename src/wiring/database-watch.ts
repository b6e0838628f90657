import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Check } from '../http/web.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { migrate, migrationState } from '../store/migrate.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5000;

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
  let migrations: Check = { ok: false, detail: 'not checked yet' };
  let stopped = false;

  async function prepare(): Promise<void> {
    if (options.mayMigrate) {
      const applied = await migrate(url);
      if (applied.length > 0) log.info({ applied }, 'database migrated');
    }
    const { pending } = await migrationState(url);
    const detail = pending.length === 0 ? 'up to date' : `pending: ${pending.join(', ')}; run "cs-pulse migrate"`;
    migrations = { ok: pending.length === 0, detail };
    if (!migrations.ok) throw new Error(detail);
    if (!stopped) await options.onReady();
  }

  async function untilReady(): Promise<void> {
    for (let wait = FIRST_RETRY_MS; !stopped; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      try {
        await prepare();
        return;
      } catch (error) {
        log.warn({ reason: messageOf(error) }, 'the database is not ready, trying again');
        migrations = { ok: false, detail: messageOf(error) };
        await sleep(wait, undefined, { ref: false });
      }
    }
  }

  return {
    ready: untilReady(),
    async checks() {
      try {
        await pool.query('select 1');
        return { database: { ok: true, detail: 'reachable' }, migrations };
      } catch (error) {
        const detail = `not reachable (${messageOf(error)}); check DATABASE_URL and that PostgreSQL runs`;
        return { database: { ok: false, detail }, migrations };
      }
    },
    stop: () => {
      stopped = true;
    },
  };
}
