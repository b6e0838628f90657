import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { AppError, messageOf } from '../lib/errors.ts';
import { createLogger } from '../lib/log.ts';
import { startApp } from '../main.ts';
import { readSettings } from '../settings.ts';
import { openEmbedded } from '../store/embedded/open-embedded.ts';
import { readRole } from '../wiring/role.ts';
import { type CliIo, EXIT } from './io.ts';
import { logLevelOf, secretsOf } from './log-settings.ts';
import { untilSignal } from './until-signal.ts';

const STOP_DEADLINE_MS = 8000;
const DRAIN_MS = 1000;
const LEFT_OPEN_MS = 250;

const NOTHING_CONFIGURED = `cs-pulse has nothing to serve yet.

To look at it first, without Slack and without a database:
  npm run demo

To serve your team:
  SLACK_BOT_TOKEN        xoxb-… from "OAuth & Permissions" of the Slack app made from manifest.yml
  SLACK_SIGNING_SECRET   from "Basic Information" (or SLACK_APP_TOKEN, xapp-…, for Socket Mode)
  PULSE_CHANNEL          id of the channel for the digest, such as C0123456789
  DATABASE_URL           postgres://user:password@host:5432/cs_pulse; without it an embedded database in .data/
  TEAM_TIMEZONE          such as Europe/Berlin

The README lists the rest.
`;

const ROLES_SHARE =
  'DATABASE_URL is missing: --role web and --role jobs are for several processes on one database. Set it, or start without --role.';

/** Serves until it is told to stop. Exit code 2 when nothing is configured. */
export async function startCommand(
  argv: string[],
  io: CliIo,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { 'no-migrate': { type: 'boolean' }, json: { type: 'boolean' }, role: { type: 'string' } },
  });
  const role = readRole(values.role);
  const config = readConfig(env);
  if (config.slack === null && config.databaseUrl === null) {
    io.err(NOTHING_CONFIGURED);
    return EXIT.usage;
  }
  if (role !== 'all' && config.databaseUrl === null) throw new AppError('invalid', ROLES_SHARE);
  const settings = readSettings(config.settingsFile, { required: config.settingsRequired });
  const { level, lowered } = logLevelOf(config);
  const log = createLogger(level, process.stdout, secretsOf(config));
  if (lowered) log.warn(`LOG_LEVEL=${config.logLevel} is not taken beside a real Slack workspace: ${level} is`);
  // Before anything runs: a process that is told to stop while it starts must not leave the database behind.
  const told = untilSignal((error) => log.fatal({ err: error }, 'an error that nothing handled; stopping'));
  const embedded =
    config.databaseUrl === null
      ? await openEmbedded({ dataDir: join(config.dataDir, 'pg18'), binaries: env['PG_BIN'] })
      : null;
  const host = config.host ?? '0.0.0.0';
  const app = await startApp({
    config,
    settings,
    log,
    host,
    port: config.port,
    databaseUrl: config.databaseUrl ?? embedded?.url ?? '',
    mayMigrate: values['no-migrate'] !== true,
    role,
  }).catch(async (error: unknown) => {
    if (embedded?.adopted === false) await embedded.stop();
    throw portError(error, config.port);
  });
  log.info(
    { host, port: app.port, role, slack: config.slack !== null, embedded: embedded !== null },
    'cs-pulse is listening',
  );
  if (config.slack === null) {
    const served = role === 'jobs' ? 'scores are taken' : 'webhooks and ingest are served';
    log.warn(`no Slack tokens are set: ${served}, nothing is posted`);
  }
  const reason = await told;
  log.info({ reason }, 'stopping');
  await app.stop(STOP_DEADLINE_MS, { drainMs: DRAIN_MS });
  await embedded?.stop();
  // Whatever still runs, such as a statement of a job that was given back, is not waited for.
  setTimeout(() => process.exit(), LEFT_OPEN_MS).unref();
  return reason === 'error' ? EXIT.problem : EXIT.ok;
}

function portError(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  return new AppError('unavailable', `Port ${port} cannot be used (${messageOf(error)}). Set PORT to a free one.`);
}
