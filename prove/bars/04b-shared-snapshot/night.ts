import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { readConfig } from '../../../src/config.ts';
import type { Random } from '../../../src/demo/random.ts';
import { createLogger } from '../../../src/lib/log.ts';
import { readSettings } from '../../../src/settings.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { contextOf } from '../../../src/wiring/context.ts';
import { until } from '../../stand/clock.ts';
import { poolOf } from '../../stand/databases.ts';
import type { Service } from '../../stand/service.ts';
import type { Stand } from '../../stand/stand.ts';
import { zoneAtNoon } from '../04-digest-once/replicas.ts';
import { fill } from './fill.ts';

/** A database whose snapshot of today is known beforehand, and what processes on it are given. */
export interface Night {
  readonly env: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
}

export interface NightEnd {
  readonly failures: string[];
  /** Whether a process was killed while others of the day's ranges were not done yet. */
  readonly struck: boolean;
  /** Processes that ended ranges before the kill. */
  readonly runners: number;
  /** Most memory of a process, in MB; 0 where the system does not tell. */
  readonly memory: number;
  readonly ms: number;
}

/** The whole day made by one process in one transaction is what every other night is compared with. */
export async function openNight(stand: Stand, accounts: number): Promise<Night> {
  const postgres = await stand.postgres();
  await migrate(postgres.url);
  await fill(postgres, accounts);
  const pool = poolOf(stand, postgres.url, { statementTimeoutMs: 120_000 });
  const env = { TEAM_TIMEZONE: zoneAtNoon(new Date()) };
  const parts = {
    config: readConfig({ ...env, DATABASE_URL: postgres.url }),
    settings: readSettings('none'),
    log: createLogger('silent'),
  };
  await snapshotScores({ ctx: contextOf(parts, pool), input: { rangeAccounts: accounts } });
  await pool.query(`create table prove_expected as select ${ROW} as row from health_snapshots h`);
  await pool.query(`create table prove_run as select ${RUN} as row from snapshot_runs r`);
  return { env, databaseUrl: postgres.url, pool };
}

const ROW = `to_jsonb(h) - 'computed_at'`;
// Whether a source looks broken is a matter of the hour, and moments are those of the night.
const RUN = `to_jsonb(r) - '{started_at,finished_at,stale_sources,watermarks}'::text[]`;
const FORGET = `truncate health_snapshots, snapshot_runs, snapshot_plans, snapshot_ranges, snapshot_drafts, job_runs,
  episodes, episode_log, episode_days`;

interface Seen {
  readonly done: number;
  readonly open: number;
  readonly last: string | null;
  readonly runners: number;
  readonly rows: number;
  readonly runs: number;
}

const LOOK = `select count(done_at)::int as done, (count(*) - count(done_at))::int as open,
    (array_agg(done_by order by done_at desc) filter (where done_at is not null))[1] as last,
    count(distinct done_by)::int as runners, (select count(*)::int from health_snapshots) as rows,
    (select count(*)::int from snapshot_runs) as runs
  from snapshot_ranges`;

/**
 * Both workers make the day from its beginning, until the one that ended a range last is killed: after how many ranges
 * is chosen. The other one has to finish the day as if nothing had been.
 */
export async function spend(
  { pool }: Night,
  workers: readonly Service[],
  accounts: number,
  random: Random,
): Promise<NightEnd> {
  await pool.query(FORGET);
  await Promise.all(workers.map((worker) => worker.start()));
  const from = performance.now();
  const failures = new Set<string>();
  const look = async (): Promise<Seen> => {
    const [seen] = (await pool.query<Seen>(LOOK)).rows;
    if (seen === undefined) throw new Error('the database gave no row');
    if (seen.rows !== (seen.runs === 0 ? 0 : accounts)) failures.add('half a day could be seen');
    return seen;
  };
  const ranges = Math.ceil(accounts / 1000);
  const after = random.between(1, Math.max(1, ranges - 2));
  const when = await until(
    'ranges are done',
    async () => {
      const seen = await look();
      return (seen.runs > 0 || seen.done >= after) && seen;
    },
    { everyMs: 5, withinMs: 120_000 },
  );
  const victim = workers.find(({ pid }) => pid !== undefined && when.last?.endsWith(`:${pid}`));
  const memory = Math.max(...workers.map(memoryOf));
  const struck = when.runs === 0 && when.open > 0 && victim !== undefined;
  if (struck) await victim.kill();
  await until('the day is finished', async () => (await look()).runs > 0, { withinMs: 240_000 });
  const ms = Math.round(performance.now() - from);
  const most = Math.max(memory, ...workers.map(memoryOf));
  await Promise.all(workers.map((worker) => worker.kill()));
  for (const difference of await differences(pool)) failures.add(difference);
  return { failures: [...failures], struck, runners: when.runners, memory: most, ms };
}

async function differences(pool: pg.Pool): Promise<string[]> {
  const count = async (text: string): Promise<number> => (await pool.query(`select from (${text}) d`)).rowCount ?? 0;
  const now = `select ${ROW} as row from health_snapshots h`;
  const [missing, other, rows, runs] = [
    await count(`select row from prove_expected except ${now}`),
    await count(`${now} except select row from prove_expected`),
    (await count(now)) - (await count('select row from prove_expected')),
    await count(`(select row from prove_run except select ${RUN} from snapshot_runs r)
      union all (select ${RUN} from snapshot_runs r except select row from prove_run)`),
  ];
  return [
    ...(missing + other === 0 ? [] : [`${missing} rows are not there as one process makes them, ${other} are others`]),
    ...(rows === 0 ? [] : [`there are ${rows} rows more than accounts`]),
    ...(runs === 0 ? [] : ['the run is not the one that one process makes']),
  ];
}

/** Most memory that the process has had so far, in MB. */
function memoryOf({ pid }: Service): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}
