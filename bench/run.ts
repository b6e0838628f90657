import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { readConfig } from '../src/config.ts';
import type { Day } from '../src/domain/day.ts';
import { localDayOf } from '../src/lib/local-time.ts';
import { createLogger } from '../src/lib/log.ts';
import { startApp } from '../src/main.ts';
import { readSettings } from '../src/settings.ts';
import { openPool } from '../src/store/db.ts';
import { openEmbedded } from '../src/store/embedded/open-embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import { type Asked, ask, type Question } from './ask.ts';
import { type Figure, figuresOf, isMet } from './goals.ts';
import { benchIngest } from './ingest/report.ts';
import { accountNames } from './names.ts';
import { measureReads, type Reads } from './reads.ts';
import { loadSeeded, type Seeded, type SeedSize, seed } from './seed.ts';
import { startSlackStandIn } from './slack-stand-in.ts';

const SIZE: SeedSize = { accounts: 5000, events: 10_000_000, days: 120 };
const ASKERS = 8;
const QUESTIONS = 1600;
const WARM_UP = 80;
const SECRET = 'bench-signing-secret';
const HOUR_MS = 3_600_000;

/**
 * Seeds a throwaway database, measures the product on it, prints the table and stores it; 1 when a goal is missed.
 * With BENCH_DATA_DIR the database stays there, and the next run of the same day measures again without seeding.
 */
async function main(): Promise<number> {
  const kept = process.env['BENCH_DATA_DIR'];
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'cs-pulse-bench-'));
  const database = await openEmbedded({ dataDir });
  try {
    await migrate(database.url);
    const day = localDayOf(new Date(), 'UTC');
    const names = accountNames(SIZE.accounts);
    const { seeded, server } = await fill(database.url, day);
    console.log(seedLine(seeded, server));
    const loadBefore = loadavg()[0] ?? 0;
    const { asked, reads } = await measure(database.url, day, names);
    const figures = figuresOf(asked, reads);
    print(figures);
    store({ machine: machine(server, loadBefore), seeded, figures });
    return figures.every(isMet) ? 0 : 1;
  } finally {
    await database.stop();
    if (kept === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
}

async function fill(url: string, day: Day): Promise<{ readonly seeded: Seeded; readonly server: string }> {
  const pool = openPool({ url, name: 'bench seed', max: 1, statementTimeoutMs: HOUR_MS, onError: complain });
  let client: pg.PoolClient | undefined;
  try {
    client = await pool.connect();
    await client.query('truncate health_snapshots, snapshot_runs');
    const seeded =
      (await loadSeeded(client, day)) ?? (await seed(client, day, SIZE, (line) => console.log(`  ${line}`)));
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return { seeded, server: rows[0]?.server_version ?? 'unknown' };
  } finally {
    client?.release();
    await pool.end();
  }
}

/** The real application, with its own pools, in front of the seeded database. */
async function measure(url: string, day: Day, names: readonly string[]): Promise<{ asked: Asked; reads: Reads }> {
  const slack = await startSlackStandIn();
  const app = await startApp({
    config: readConfig({
      DATABASE_URL: url,
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
    }),
    settings: readSettings('no-such-file.yaml'),
    databaseUrl: url,
    host: '127.0.0.1',
    port: 0,
    mayMigrate: false,
    withJobs: false,
    log: createLogger('silent'),
  });
  try {
    await app.ready;
    const reads = await measureReads(app.ctx, day, names);
    const target = { url: `http://127.0.0.1:${app.port}`, secret: SECRET, slack };
    await ask(target, questions(names, WARM_UP), ASKERS);
    return { reads, asked: await ask(target, questions(names, QUESTIONS), ASKERS) };
  } finally {
    await app.stop(2000);
    await slack.close();
  }
}

/** What people ask: mostly one account by its name, now and then a list or the seat report. */
function questions(names: readonly string[], count: number): Question[] {
  return Array.from({ length: count }, (_, index): Question => {
    const name = names[(index * 997) % names.length] ?? '';
    if (index % 10 === 9) return { command: '/utilization', text: '', expects: 'AT RISK' };
    if (index % 10 === 4) return { command: '/health', text: '', expects: 'ealth' };
    if (index % 10 === 7) return { command: '/utilization', text: name, expects: name };
    return { command: '/health', text: name, expects: name };
  });
}

function seedLine(seeded: Seeded, server: string): string {
  const million = (value: number): string => `${(value / 1e6).toFixed(2)} M`;
  const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
  return (
    `PostgreSQL ${server}: ${seeded.accounts} accounts, ${seeded.users} users, ${million(seeded.events)} events ` +
    `(${mib(seeded.eventBytes)}), ${seeded.rollupRows} rollup rows (${mib(seeded.rollupBytes)}), ` +
    `seeded in ${seeded.seconds} s`
  );
}

function machine(server: string, loadBefore: number) {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgresql: server,
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
  };
}

function print(figures: readonly Figure[]): void {
  for (const figure of figures) {
    const goal = figure.goalMs === null ? '' : `goal < ${figure.goalMs} ms  ${isMet(figure) ? 'met' : 'MISSED'}`;
    console.log(`${figure.name.padEnd(40)} ${figure.ms.toFixed(2).padStart(10)} ms  ${goal}`);
  }
}

function store(result: Readonly<Record<string, unknown>>): void {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('latest.json', folder), `${JSON.stringify(result, null, 2)}\n`);
}

function complain(error: Error): void {
  console.error(error.message);
}

process.exitCode = Math.max(await main(), await benchIngest());
