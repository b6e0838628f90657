import { join } from 'node:path';
import type { Context } from '../app/context.ts';
import { type Config, readConfig } from '../config.ts';
import { AppError } from '../lib/errors.ts';
import { createLogger } from '../lib/log.ts';
import { readSettings, type Settings } from '../settings.ts';
import { openPool } from '../store/db.ts';
import { openEmbedded } from '../store/embedded/open-embedded.ts';
import { saveFxRates } from '../store/fx-rates.ts';
import { migrate, migrationState } from '../store/migrate.ts';
import { contextOf } from '../wiring/context.ts';

/** A command may run for as long as its statements need: nobody waits in Slack. */
const STATEMENT_TIMEOUT_MS = 300_000;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface CommandContext {
  readonly ctx: Context;
  readonly config: Config;
  readonly settings: Settings;
}

export interface DatabaseAddress {
  readonly url: string;
  /** Stops the embedded server if this process started it. */
  close(): Promise<void>;
}

/** The configured database, or the embedded one, started when it is not running. */
export async function openDatabase(config: Config, pgBin?: string | undefined): Promise<DatabaseAddress> {
  if (config.databaseUrl) return { url: config.databaseUrl, close: async () => undefined };
  const embedded = await openEmbedded({ dataDir: join(config.dataDir, 'pg18'), binaries: pgBin });
  return { url: embedded.url, close: () => (embedded.adopted ? Promise.resolve() : embedded.stop()) };
}

/**
 * Runs a command against the database.
 * @throws AppError `invalid` for a wrong configuration, `unavailable` when the database is not there, `conflict` when
 * its schema is not this version's.
 */
export async function withContext<T>(env: Environment, work: (command: CommandContext) => Promise<T>): Promise<T> {
  const config = readConfig(env);
  const settings = readSettings(config.settingsFile, { required: config.settingsRequired });
  // Commands answer on standard output; the log would get between the lines.
  const log = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel, process.stderr);
  const database = await openDatabase(config, env['PG_BIN']);
  let pool: ReturnType<typeof openPool> | undefined;
  try {
    await requireSchema(config, database.url);
    pool = openPool({
      url: database.url,
      name: 'command',
      max: 4,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      onError: () => undefined,
    });
    await saveFxRates(pool, config.reportingCurrency, settings.fx);
    return await work({ ctx: contextOf({ config, settings, log }, pool), config, settings });
  } finally {
    await pool?.end();
    await database.close();
  }
}

/** The embedded database is ours to migrate; a given one is migrated only when asked to. */
async function requireSchema(config: Config, url: string): Promise<void> {
  if (!config.databaseUrl) {
    await migrate(url);
    return;
  }
  const { pending } = await migrationState(url);
  if (pending.length > 0) {
    throw new AppError('conflict', `The database lacks the migrations ${pending.join(', ')}. Run "cs-pulse migrate".`);
  }
}
