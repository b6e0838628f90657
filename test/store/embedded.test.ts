import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../src/store/embedded/open-embedded.ts';
import { isReachable } from '../../src/store/embedded/reachable.ts';
import { findRunUser } from '../../src/store/embedded/run-user.ts';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let dataDir = '';
  const open = (fresh = false) => openEmbedded({ dataDir, binaries: process.env['PG_BIN'], fresh });
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cs-pulse-embedded-'));
  });
  afterAll(async () => {
    await (await open()).stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('starts on first use, keeps its password to itself and listens on loopback only', async () => {
    const database = await open();
    expect(database.adopted).toBe(false);
    expect(new URL(database.url).hostname).toBe('127.0.0.1');
    expect(statSync(join(dataDir, 'password')).mode & 0o077).toBe(0);
    expect(await query(database.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    await query(database.url, 'create table kept (n int); insert into kept values (7)');
  });

  it('is adopted by the next process when the one that started it is gone', async () => {
    const again = await open();
    expect(again.adopted).toBe(true);
    expect(await query(again.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('comes back with its data after its server was killed', async () => {
    const pid = Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    const again = await open();
    expect(again.adopted).toBe(false);
    expect(await query(again.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1 }]);
  });

  it('is empty when asked for afresh', async () => {
    const again = await open(true);
    expect(await query(again.url, `select to_regclass('kept') as kept`)).toEqual([{ kept: null }]);
  });

  it('stops and leaves no server behind', async () => {
    const database = await open();
    await database.stop();
    await expect(query(database.url, 'select 1')).rejects.toThrow();
  });
});

describe('the user that the server runs as', () => {
  it('is the current one unless that is root', () => {
    expect(findRunUser(1000)).toBeNull();
  });

  it('is postgres, or nobody where there is no postgres, and else a clear refusal', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-passwd-'));
    const passwd = join(folder, 'passwd');
    writeFileSync(passwd, 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n');
    expect(findRunUser(0, passwd)).toEqual({ uid: 65_534, gid: 65_534 });
    writeFileSync(passwd, 'root:x:0:0::/root:/bin/sh\n');
    expect(() => findRunUser(0, passwd)).toThrow(/Set DATABASE_URL/);
    rmSync(folder, { recursive: true });
  });

  it('cannot reach what lies under a folder closed to others', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-closed-'));
    const stranger = { uid: 61_234, gid: 61_234 };
    expect(isReachable(join(folder, 'data'), stranger)).toBe(false);
    expect(isReachable(join(folder, 'data'), null)).toBe(true);
    expect(isReachable('/usr/bin', stranger)).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
