import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../src/app/context.ts';
import { dataStand, liveOrigin } from '../../../src/app/freshness/data-stand.ts';
import { createApiKey } from '../../../src/app/keys/create-api-key.ts';
import type { Reading } from '../../../src/app/reading.ts';
import { revenueMetrics } from '../../../src/app/revenue/revenue-metrics.ts';
import { seatReport } from '../../../src/app/seats/seat-report.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { readConfig } from '../../../src/config.ts';
import { createWeb } from '../../../src/http/web.ts';
import { AppError } from '../../../src/lib/errors.ts';
import { createLogger } from '../../../src/lib/log.ts';
import { readSettings } from '../../../src/settings.ts';
import { createReaders } from '../../../src/wiring/readers-side.ts';
import { measureReplica } from '../../../src/wiring/replica/measure-replica.ts';
import { type ReplicaWatch, watchReplica } from '../../../src/wiring/replica/watch-replica.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase } from '../../support/database.ts';
import { streams } from '../../support/pieces.ts';
import { insertRecipePortfolio } from '../../support/portfolio.ts';
import { onServer, type StreamingPair, startStreamingPair } from '../../support/streaming.ts';
import { suiteLog } from '../../support/suite-log.ts';

const answerSchema = z.looseObject({ replica_behind_seconds: z.int() });

const DAY = '2026-03-01';
/** Longer than a read that failed keeps readers away, or a verdict is believed. */
const LATER_MS = 11_000;

let pair: StreamingPair;
let ctx: Context;
beforeAll(async () => {
  pair = await startStreamingPair();
  ctx = testContext(pair.primary.pool);
  await insertRecipePortfolio(pair.primary.pool, DAY);
  await snapshotScores({ ctx, input: { day: DAY } });
});
afterAll(() => pair.close());

describe('a standby that follows', () => {
  let lines: string[];
  let clock: number;
  let watch: ReplicaWatch;
  beforeEach(async () => {
    lines = [];
    clock = 0;
    await pair.caughtUp();
    watch = watchReplica({
      primary: pair.primary.pool,
      replica: pair.standby.pool,
      log: createLogger('info', { write: (line: string) => void lines.push(line) }),
      now: () => new Date(Date.now() + clock),
    });
  });
  const reading: <T>(work: (ctx: Context) => Promise<T>) => Promise<T> = (work) =>
    watch.readingFrom(pair.standby.pool)(ctx, work);
  const readFrom = () => reading(async ({ db }) => (db === pair.standby.pool ? 'standby' : 'primary'));
  const said = (text: string) => lines.filter((line) => line.includes(text)).length;

  it('is not behind while nothing happens, and its answers say nothing of it', async () => {
    await sleep(1500);
    await expect
      .poll(() => measureReplica(pair.primary.pool, pair.standby.pool))
      .toEqual({ usable: true, behindSeconds: 0 });
    const { replica } = await reading((on) => dataStand(on, liveOrigin(on, DAY)));
    expect(replica?.behindSeconds).toBeLessThan(3);
    expect((await dataStand(ctx, liveOrigin(ctx, DAY))).replica).toBeUndefined();
  });

  it('gives the reports of its primary', async () => {
    const seats = (on: Context) => seatReport({ ctx: on, input: { filter: {} } });
    const revenue = (on: Context) => revenueMetrics({ ctx: on, input: {} });
    expect(await readFrom()).toBe('standby');
    const { stand, ...report } = await reading(seats);
    const { stand: home, ...same } = await seats(ctx);
    expect(report).toEqual(same);
    expect({ ...stand, replica: undefined }).toEqual(home);
    expect(report.atRisk.length).toBeGreaterThan(0);
    expect((await reading(revenue)).months).toEqual((await revenue(ctx)).months);
  });

  it('says how far it is behind while replay stands still, and is asked again when it goes on', async () => {
    await onServer(pair.standby.url, 'select pg_wal_replay_pause()');
    await pair.primary.pool.query(`update accounts set name = name || ' Ltd' where external_id = 'acme'`);
    await sleep(2200);
    const behind = await measureReplica(pair.primary.pool, pair.standby.pool);
    expect(behind).toMatchObject({ usable: true, behindSeconds: expect.toSatisfy((seconds) => seconds >= 2) });
    const name = async (on: Context) =>
      (await on.db.query(`select name from accounts where external_id = 'acme'`)).rows[0].name;
    expect(await reading(name)).not.toContain('Ltd');
    await onServer(pair.standby.url, 'select pg_wal_replay_resume()');
    await pair.caughtUp();
    expect(await reading(name)).toContain('Ltd');
    await expect.poll(() => measureReplica(pair.primary.pool, pair.standby.pool)).toMatchObject({ behindSeconds: 0 });
  });

  it('leaves to its primary what it may not do, or does not have yet', async () => {
    const mark = (on: Context) => on.db.query(`update accounts set name = name where external_id = 'acme'`);
    const { rowCount } = await reading(mark);
    expect(rowCount).toBe(1);
    expect(said('a read failed')).toBe(1);
    expect(await readFrom()).toBe('primary');
    clock += LATER_MS;
    expect(await readFrom()).toBe('standby');
    const found = await reading(async (on) => {
      if (on.replica) throw new AppError('not_found', 'no such account');
      return 'at home';
    });
    expect(found).toBe('at home');
    expect(await readFrom()).toBe('standby');
    const wrong = reading(async () => Promise.reject(new AppError('invalid', 'months: wrong')));
    await expect(wrong).rejects.toThrow('months: wrong');
  });

  it('is left alone while it is away, which the log says once, and comes back', async () => {
    expect(await readFrom()).toBe('standby');
    await pair.killStandby();
    clock += LATER_MS;
    const report = await reading((on) => seatReport({ ctx: on, input: { filter: {} } }));
    expect(report.total).toBeGreaterThan(0);
    for (let times = 0; times < 3; times += 1) {
      clock += LATER_MS;
      expect(await readFrom()).toBe('primary');
    }
    expect(said('the replica is not used')).toBe(1);
    expect(await watch.check()).toMatchObject({ state: 'degraded', remedy: expect.stringContaining('READ_URL') });
    await pair.startStandby();
    await pair.caughtUp();
    clock += LATER_MS;
    expect(await readFrom()).toBe('standby');
    expect(said('reports are read from the replica')).toBe(2);
    expect((await watch.check()).state).toBe('ok');
  });

  it('is refused with the data of others, or none', async () => {
    const other = await cloneDatabase();
    const of = (verdict: string) => ({ usable: false, reason: expect.stringContaining(verdict) });
    await other.pool.query(`update erasure_salt set salt = sha256('other')`);
    expect(await measureReplica(pair.primary.pool, other.pool)).toMatchObject(of('another installation'));
    await other.pool.query('drop table schema_migrations cascade');
    expect(await measureReplica(pair.primary.pool, other.pool)).toMatchObject(of('no schema'));
    await other.close();
  });
});

describe('programs that read from a standby', () => {
  it('get the same numbers with how far it is behind, and what is kept of them is kept on the primary', async () => {
    const { pool } = pair.primary;
    const key = await createApiKey({ ctx, input: { kind: 'read', name: 'warehouse', actor: 'cli:test' } });
    await pair.caughtUp();
    const log = suiteLog();
    const watch = watchReplica({ primary: pool, replica: pair.standby.pool, log, now: () => new Date() });
    const parts = { config: readConfig({ TEAM_TIMEZONE: 'UTC' }), settings: readSettings('none'), log };
    const readiness = { report: async () => ({ status: 'ready' as const, checks: {} }) };
    const webOf = (reading?: Reading) =>
      createWeb({ log, readiness, mounts: createReaders(parts, pool, streams, reading) });
    const headers = { authorization: `Bearer ${key.secret}` };
    const ask = (web: ReturnType<typeof webOf>, path: string) => web.request(path, { headers });
    const [there, home] = [webOf(watch.readingFrom(pair.standby.pool)), webOf()];
    for (const path of ['/v1/accounts', '/v1/accounts/acme', '/v1/reports/utilization', '/v1/reports/portfolio']) {
      const [fromStandby, fromPrimary] = [await ask(there, path), await ask(home, path)];
      const { replica_behind_seconds: _behind, ...body } = answerSchema.parse(await fromStandby.json());
      expect(body).toEqual(await fromPrimary.json());
      // How far it is behind changes nothing about what is said.
      expect(fromStandby.headers.get('etag')).toBe(fromPrimary.headers.get('etag'));
    }
    const { rows } = await pool.query(`select count(*) from audit_log where actor like 'key:%' and action = 'asked'`);
    expect(rows[0].count).toBe(6);
  });
});
