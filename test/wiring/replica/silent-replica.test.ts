import { createServer, type Server, type Socket } from 'node:net';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { replicaMetrics } from '../../../src/wiring/metrics/replica.ts';
import { replicaFinding, watchReplica } from '../../../src/wiring/replica/watch-replica.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { suiteLog } from '../../support/suite-log.ts';
import { openTestPool } from '../../support/test-pool.ts';

/** Far more than its patience, far less than the pool of this test would wait. */
const PATIENT_MS = 10_000;

describe('a replica that takes connections and never answers', () => {
  let database: TestDatabase;
  let ctx: Context;
  let silent: Server;
  let replica: TestDatabase['pool'];
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    database = await cloneDatabase();
    ctx = testContext(database.pool);
    silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const url = `postgres://nobody@127.0.0.1:${port}/none`;
    replica = openTestPool(url, { max: 2, readOnly: true });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => silent.close(done));
    await replica.end();
    await database.close();
  });

  it('keeps nobody waiting for long', async () => {
    const log = suiteLog();
    const watch = watchReplica({ primary: database.pool, replica, log, now: () => new Date() });
    const read = () => watch.readingFrom(replica)(ctx, async ({ db }) => db === database.pool);
    for (let times = 0; times < 4; times += 1) {
      const from = performance.now();
      expect(await read()).toBe(true);
      expect(performance.now() - from).toBeLessThan(PATIENT_MS);
    }
    const from = performance.now();
    expect((await watch.check()).state).toBe('degraded');
    expect(performance.now() - from).toBeLessThan(PATIENT_MS);
    expect(replicaFinding(await watch.verdict())).toMatchObject({ area: 'database', state: 'problem' });
  });
});

describe('what metrics say of a replica', () => {
  const text = async (watch: Parameters<typeof replicaMetrics>[1]) => {
    const registry = new Registry();
    await replicaMetrics(registry, watch)();
    return (await registry.metrics()).split('\n').filter((line) => !line.startsWith('#') && line !== '');
  };

  it('is how far it is behind while it is used, that it is not used, or nothing where there is none', async () => {
    expect(await text({ verdict: async () => ({ usable: true, behindSeconds: 7 }) })).toEqual([
      'cs_pulse_replica_used 1',
      'cs_pulse_replica_behind_seconds 7',
    ]);
    expect(await text({ verdict: async () => ({ usable: false, reason: 'away', remedy: 'Wait.' }) })).toEqual([
      'cs_pulse_replica_used 0',
    ]);
    expect(await text(null)).toEqual([]);
  });
});
