import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { doctorWithoutData } from '../app/doctor/doctor.ts';
import { type DoctorReport, type Finding, problem } from '../app/doctor/doctor-report.ts';
import { type Config, readConfig } from '../config.ts';
import { AppError, messageOf } from '../lib/errors.ts';
import { createLogger } from '../lib/log.ts';
import { readSettings, type Settings } from '../settings.ts';
import { type Db, openPool } from '../store/db.ts';
import { contextOf } from '../wiring/context.ts';
import { configurationFindings, examine, WITHOUT_SLACK } from '../wiring/doctor.ts';
import { measureReplica } from '../wiring/replica/measure-replica.ts';
import { replicaFinding } from '../wiring/replica/watch-replica.ts';
import { slackFindings } from '../wiring/slack-side.ts';
import { type Environment, openDatabase } from './database.ts';
import { doctorJson, doctorText } from './doctor-text.ts';
import { type CliIo, EXIT } from './io.ts';

const STATEMENT_TIMEOUT_MS = 10_000;

/** Looks at the whole installation: 0 when all is well, 1 when a problem was found, 3 without a database. */
export async function doctorCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { json: { type: 'boolean' } } });
  const report = await diagnose(env);
  io.out(values.json ? `${JSON.stringify(doctorJson(report), null, 2)}\n` : doctorText(report));
  if (!report.databaseReached) return EXIT.unreachable;
  return report.ok ? EXIT.ok : EXIT.problem;
}

async function diagnose(env: Environment): Promise<DoctorReport> {
  const clock = { now: () => new Date(), timeZone: 'UTC' };
  try {
    const config = readConfig(env);
    const settings = readSettings(config.settingsFile, { required: config.settingsRequired });
    return await diagnoseConfigured(config, settings, env['PG_BIN']);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    const wrong = problem('configuration', error.message, 'correct it and run "cs-pulse doctor" again');
    return doctorWithoutData(clock, [wrong], true);
  }
}

async function diagnoseConfigured(
  config: Config,
  settings: Settings,
  pgBin: string | undefined,
): Promise<DoctorReport> {
  const log = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel, process.stderr);
  const slack = config.slack === null ? [WITHOUT_SLACK] : await slackFindings({ config, settings }, config.slack, log);
  const without = (finding: Finding): DoctorReport => {
    const clock = { now: () => new Date(), timeZone: config.timeZone };
    return doctorWithoutData(clock, [...configurationFindings(config), finding, ...slack], false);
  };
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, 'pg18'))) {
    return without(problem('database', 'there is no database yet', 'set DATABASE_URL, or run "npm run demo"'));
  }
  try {
    const database = await openDatabase(config, pgBin);
    const pool = openPool({
      url: database.url,
      name: 'doctor',
      max: 2,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      onError: () => undefined,
    });
    try {
      const replica = await replicaFindings(config, pool);
      return await examine(contextOf({ config, settings, log }, pool), { config, settings }, [...slack, ...replica]);
    } finally {
      await pool.end();
      await database.close();
    }
  } catch (error) {
    const remedy = 'check DATABASE_URL and that PostgreSQL runs and lets this user in';
    return without(problem('database', `not reachable (${messageOf(error)})`, remedy));
  }
}

/** Whether reports can be read from the replica; nothing where there is none. */
async function replicaFindings({ databaseReadUrl: url }: Config, primary: Db): Promise<Finding[]> {
  if (url === null) return [];
  const statementTimeoutMs = STATEMENT_TIMEOUT_MS;
  const pool = openPool({ url, name: 'doctor', max: 1, statementTimeoutMs, readOnly: true, onError: () => undefined });
  try {
    return [replicaFinding(await measureReplica(primary, pool))];
  } finally {
    await pool.end();
  }
}
