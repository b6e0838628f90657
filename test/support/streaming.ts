import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Cluster, startCluster } from '../../src/store/embedded/cluster.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openTestPool } from './test-pool.ts';

/** A primary with the product's schema, and a standby that follows it over a connection. */
export interface StreamingPair {
  readonly primary: { readonly url: string; readonly pool: pg.Pool };
  readonly standby: { readonly url: string; readonly pool: pg.Pool };
  /** Waits until the standby has replayed what the primary has written. */
  caughtUp(): Promise<void>;
  /** Ends the standby as a crash does. */
  killStandby(): Promise<void>;
  startStandby(): Promise<void>;
  close(): Promise<void>;
}

const SETTINGS = { wal_level: 'replica', max_wal_senders: '4', wal_receiver_status_interval: '1' };
const BINARIES = process.env['PG_BIN'];

export async function startStreamingPair(): Promise<StreamingPair> {
  const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-streaming-'));
  chmodSync(folder, 0o755);
  const [primaryDir, standbyDir] = [join(folder, 'primary'), join(folder, 'standby')];
  const start = (dataDir: string, port?: number): Promise<Cluster> =>
    startCluster({ dataDir, port, durable: false, binaries: BINARIES, settings: SETTINGS });
  const first = await start(primaryDir);
  await migrate(first.url);
  await first.stop();
  execFileSync('cp', ['-a', primaryDir, standbyDir]);
  const primary = await start(primaryDir);
  follow(join(standbyDir, 'cluster'), new URL(primary.url));
  let standby = await start(standbyDir);
  const standbyPort = Number(new URL(standby.url).port);
  const pools = [openTestPool(primary.url), openTestPool(standby.url, { readOnly: true })] as const;
  return {
    primary: { url: primary.url, pool: pools[0] },
    standby: { url: standby.url, pool: pools[1] },
    caughtUp: async () => {
      const { rows } = await pools[0].query('select pg_current_wal_lsn()::text as position');
      const isThere = async () =>
        (await pools[1].query('select pg_last_wal_replay_lsn() >= $1 as there', [rows[0].position])).rows[0].there;
      while (!(await isThere())) await new Promise((done) => setTimeout(done, 20));
    },
    killStandby: () => standby.stop('immediate'),
    startStandby: async () => {
      standby = await start(standbyDir, standbyPort);
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await standby.stop('immediate');
      await primary.stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A stopped copy of a server becomes its standby at the next start. */
function follow(data: string, { hostname, password, port, username }: URL): void {
  const { gid, uid } = statSync(join(data, 'PG_VERSION'));
  const signal = join(data, 'standby.signal');
  writeFileSync(signal, '');
  chownSync(signal, uid, gid);
  const source = `host=${hostname} port=${port} user=${username} password=${password}`;
  appendFileSync(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
}

/** Runs one statement on a connection of its own, which may write and replay or not as it likes. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
