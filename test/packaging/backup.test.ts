import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { verifySnapshots } from '../../src/app/snapshots/verify-snapshots.ts';
import { exportCommand } from '../../src/cli/export.ts';
import { importCsv } from '../../src/ingest/csv/import-csv.ts';
import { type Cluster, startCluster } from '../../src/store/embedded/cluster.ts';
import { findRunUser } from '../../src/store/embedded/run-user.ts';
import { migrate, migrationState } from '../../src/store/migrate.ts';
import { testContext } from '../support/context.ts';
import { insertRecipePortfolio, RECIPE_IDS } from '../support/portfolio.ts';
import { recordingIo } from '../support/recording-io.ts';
import { openTestPool } from '../support/test-pool.ts';

const DEBIAN = '/usr/lib/postgresql';
const TOOLS = ['initdb', 'pg_dump', 'pg_restore', 'pg_basebackup'];
const BIN = (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
  .map((major) => join(DEBIAN, major, 'bin'))
  .filter((bin) => TOOLS.every((tool) => existsSync(join(bin, tool))))
  .at(-1);
const DAY = '2026-03-01';

/** A folder that the server's user may enter too, when the tests run as root. */
function openFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755);
  return folder;
}

async function within<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = openTestPool(url);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function load(url: string): Promise<void> {
  await migrate(url);
  await within(url, async (pool) => {
    await insertRecipePortfolio(pool, DAY);
    await snapshotScores({ ctx: testContext(pool), input: { day: DAY } });
  });
}

/** What every account's export says, byte for byte, and whether its snapshots still follow from their facts. */
async function stateOf(url: string): Promise<string> {
  return within(url, async (pool) => {
    const ctx = testContext(pool);
    const { io, said } = recordingIo();
    for (const id of RECIPE_IDS) expect(await exportCommand(['--account', id], io, ctx)).toBe(0);
    const verified = await verifySnapshots({ ctx, input: {} });
    expect(verified).toMatchObject({ checked: RECIPE_IDS.length, different: 0 });
    expect((await migrationState(url)).pending).toEqual([]);
    return said().out;
  });
}

async function change(url: string): Promise<void> {
  const content = 'account_id,user_id,event,timestamp\nacme,u1,login,2026-02-27\n';
  await within(url, (pool) => importCsv({ ctx: testContext(pool), kind: 'events', content, fileName: 'later.csv' }));
}

async function onServer(cluster: Cluster, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

describe.skipIf(BIN === undefined)('a backup of a given PostgreSQL', { timeout: 120_000 }, () => {
  const folder = openFolder('cs-pulse-backup-');
  const dataDir = join(folder, 'server');
  const base = join(folder, 'base');
  const run = (tool: string, ...args: string[]) => execFileSync(join(BIN ?? '', tool), args, { stdio: 'pipe' });
  let cluster: Cluster;
  let before = '';
  beforeAll(async () => {
    cluster = await startCluster({ dataDir, binaries: BIN, durable: false });
    await onServer(cluster, 'create database cs_pulse');
    await load(cluster.urlOf('cs_pulse'));
    before = await stateOf(cluster.urlOf('cs_pulse'));
  }, 120_000);
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('as a dump gives the same bytes after the database was dropped', async () => {
    const url = cluster.urlOf('cs_pulse');
    const file = join(folder, 'cs_pulse.dump');
    run('pg_dump', '--format=custom', `--file=${file}`, url);
    await change(url);
    expect(await stateOf(url)).not.toBe(before);
    await onServer(cluster, 'drop database cs_pulse with (force)');
    await onServer(cluster, 'create database cs_pulse');
    run('pg_restore', '--exit-on-error', '--no-owner', '--dbname', url, file);
    expect(await stateOf(url)).toBe(before);
  });

  it('as a base backup is a server of its own with the same bytes', async () => {
    run('pg_basebackup', '--pgdata', join(base, 'cluster'), '--checkpoint=fast', '--dbname', cluster.url);
    cpSync(join(dataDir, 'password'), join(base, 'password'));
    const user = findRunUser();
    if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, base]);
    const restored = await startCluster({ dataDir: base, binaries: BIN, durable: false });
    try {
      expect(restored.url).not.toBe(cluster.url);
      expect(await stateOf(restored.urlOf('cs_pulse'))).toBe(before);
    } finally {
      await restored.stop();
    }
  });
});

describe('a backup of the embedded database', { timeout: 120_000 }, () => {
  const folder = openFolder('cs-pulse-embedded-backup-');
  const dataDir = join(folder, 'pg18');
  const start = () => startCluster({ dataDir, binaries: process.env['PG_BIN'] });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is a copy of the stopped folder, and gives the same bytes when it is put back', async () => {
    let cluster = await start();
    await load(cluster.url);
    const before = await stateOf(cluster.url);
    await cluster.stop();
    execFileSync('cp', ['-a', dataDir, join(folder, 'copy')]);

    cluster = await start();
    await change(cluster.url);
    expect(await stateOf(cluster.url)).not.toBe(before);
    await cluster.stop();
    rmSync(dataDir, { recursive: true });
    renameSync(join(folder, 'copy'), dataDir);
    cluster = await start();
    expect(await stateOf(cluster.url)).toBe(before);
    await cluster.stop();
  });
});
