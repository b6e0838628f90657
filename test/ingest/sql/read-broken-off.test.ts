import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlStand } from '../../../src/app/sql/sql-findings.ts';
import type { SqlQuery } from '../../../src/app/sql/sql-source.ts';
import { sqlIntake } from '../../../src/ingest/sql/store-rows.ts';
import { testContext } from '../../support/context.ts';
import { createTeamUsers, EVENTS, read, readOne, USERS, warehouse } from '../../support/sql-reads.ts';
import { ctx, ours, theirs, useTeamReads } from './team-reads.ts';

useTeamReads(createTeamUsers);

const query = (text: string) => ({ ...USERS, query: text });

describe('a database that is away', () => {
  const silent: Socket[] = [];
  let hole: Server;
  beforeAll(async () => {
    hole = createServer((socket) => silent.push(socket));
    await new Promise<void>((done) => hole.listen(0, '127.0.0.1', done));
  });
  afterAll(() => {
    for (const socket of silent) socket.destroy();
    hole.close();
  });

  it('says why, without its address and its secrets', async () => {
    const url = new URL(theirs.readerUrl);
    url.password = 'another-canary';
    const refused = await read(ctx, warehouse(USERS), url.href);
    expect(refused?.error).toMatch(/^it refused the user or the password; check/);
    url.port = '1';
    url.searchParams.set('sslpassword', 'canary-in-query');
    const away = await read(ctx, warehouse(USERS), url.href);
    expect(away?.error).toMatch(/^it is not reachable \(ECONNREFUSED\); check that it runs/);
    const none = await read(ctx, warehouse(USERS), 'postgres://u:canary-%zz-canary@[::nonsense/db');
    expect(none?.error).toMatch(/^its address cannot be read; write special characters/);
    const { findings } = await sqlStand(ctx, [warehouse(USERS)]);
    const { rows } = await ours.pool.query('select * from sql_sources');
    for (const said of [refused, away, none, findings, rows])
      expect(JSON.stringify(said)).not.toMatch(/canary|reader_/);
    expect(findings).toMatchObject([
      { area: 'sources', state: 'problem', text: expect.stringContaining('warehouse: the read of') },
    ]);
  });

  it('is given up when it takes the connection and says nothing', async () => {
    const address = hole.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const begin = Date.now();
    const report = await read(ctx, warehouse(USERS), `postgres://u:canary@127.0.0.1:${port}/db`);
    expect(report?.error).toMatch(/^it is not reachable/);
    expect(Date.now() - begin).toBeLessThan(30_000);
  });

  it('is given up when it falls silent in the middle of a read', async () => {
    const proxied: Socket[] = [];
    let mute = false;
    const url = new URL(theirs.readerUrl);
    const port = Number(url.port);
    const proxy = createServer((near) => {
      const far = connect(port, url.hostname);
      proxied.push(near, far);
      for (const socket of [near, far]) socket.on('error', () => undefined);
      near.on('data', (data) => mute || far.write(data));
      far.on('data', (data) => mute || near.write(data));
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    const address = proxy.address();
    url.port = String(typeof address === 'object' && address ? address.port : 0);
    const muting = {
      ...sqlIntake,
      store: (rows: Parameters<typeof sqlIntake.store>[0]) => {
        mute = true;
        return sqlIntake.store(rows);
      },
    };
    const source = { ...warehouse(USERS), statementTimeoutMs: 300 };
    const report = await readOne(ctx, source, url.href, { intake: muting });
    for (const socket of proxied) socket.destroy();
    proxy.close();
    // What came before is stored, and is where the next read begins.
    expect(report).toMatchObject({
      outcome: 'failed',
      rows: 3,
      accepted: 1,
      error: expect.stringMatching(/^it is not reachable/),
    });
    expect((await ours.pool.query('select mark from sql_queries')).rows).toEqual([{ mark: '3' }]);
  });

  it('is told to let go when this process stops, in the middle of a statement', async () => {
    const stop = new AbortController();
    const slow = warehouse(
      query('select org as account_id, id as user_id, changed, pg_sleep(50)::text as email from app_users'),
    );
    setTimeout(() => stop.abort(), 500);
    const begin = Date.now();
    const report = await readOne(ctx, { ...slow, statementTimeoutMs: 60_000 }, theirs.readerUrl, { stop: stop.signal });
    expect(report).toMatchObject({ outcome: 'stopped', error: null });
    expect(Date.now() - begin).toBeLessThan(20_000);
    const { rows } = await ours.pool.query('select runner, started_at, error from sql_sources');
    expect(rows).toEqual([{ runner: null, started_at: null, error: null }]);
    const sleeping = `select 1 from pg_stat_activity where application_name = 'cs-pulse warehouse'`;
    await expect.poll(async () => (await theirs.run(sleeping)).rowCount).toBe(0);
  });
});

describe('a read that is broken off', () => {
  const many = `insert into app_users select 'acme', 'u' || i, null, i from generate_series(10, 1509) i`;

  it('has lost nothing when it ends between storing rows and noting how far it came', async () => {
    await theirs.run(many);
    let batches = 0;
    const dying = {
      ...sqlIntake,
      store: async (rows: Parameters<typeof sqlIntake.store>[0]) => {
        const stored = await sqlIntake.store(rows);
        batches += 1;
        if (batches === 2) throw new Error('gone');
        return stored;
      },
    };
    await expect(read(ctx, warehouse(USERS), theirs.readerUrl, { intake: dying })).rejects.toThrow('gone');
    const mark = async () => (await ours.pool.query('select mark from sql_queries')).rows[0].mark;
    expect(await mark()).toBe('506');
    expect((await sqlStand(ctx, [warehouse(USERS)])).findings[0]).toMatchObject({
      state: 'problem',
      text: expect.stringContaining('its rows could not be stored here (gone)'),
      remedy: 'see the log',
    });
    const again = await readOne(ctx, warehouse(USERS), theirs.readerUrl);
    // The second batch comes twice, and the steps of overlap before it.
    expect(again).toMatchObject({
      outcome: 'ended',
      rows: 1006,
      duplicates: 503,
      accepted: 503,
    });
    expect((await ours.pool.query('select count(*)::int as n from account_users')).rows[0].n).toBe(1501);
  });

  it('belongs to one process until its lease runs out, and then to another, who is not disturbed by the first', async () => {
    await theirs.run(many);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = {
      ...sqlIntake,
      store: async (rows: Parameters<typeof sqlIntake.store>[0]) => {
        await held;
        return sqlIntake.store(rows);
      },
    };
    const first = read(ctx, warehouse(USERS), theirs.readerUrl, { intake: slow });
    const lost = expect(first).rejects.toThrow('is read by another process now');
    await expect.poll(async () => (await ours.pool.query('select 1 from sql_sources')).rowCount).toBe(1);
    expect(await read(ctx, warehouse(USERS), theirs.readerUrl)).toBeNull();
    await ours.pool.query('update sql_sources set lease_until = clock_timestamp()');
    expect(await readOne(ctx, warehouse(USERS), theirs.readerUrl)).toMatchObject({ outcome: 'ended', rows: 1503 });
    release();
    await lost;
    expect((await ours.pool.query('select mark, last_rows from sql_queries')).rows).toEqual([
      { mark: '1509', last_rows: 1503 },
    ]);
  });

  it('is made once per time of its schedule, at once when it was told to stop', async () => {
    const at = (minutes: number) =>
      testContext(ours.pool, { now: () => new Date(ctx.now().getTime() + minutes * 60_000) });
    const scheduled = (minutes: number, stop = new AbortController()) =>
      read(at(minutes), warehouse(USERS), theirs.readerUrl, { scheduled: true, stop: stop.signal });
    expect(await scheduled(0)).not.toBeNull();
    expect(await scheduled(14)).toBeNull();
    expect(await scheduled(15)).not.toBeNull();
    const daily = (minutes: number, list: readonly SqlQuery[], url = theirs.readerUrl) =>
      read(at(minutes), { ...warehouse(...list), everyMinutes: 1440 }, url, { scheduled: true });
    expect(await daily(60, [USERS])).toBeNull();
    // What failed is not left for a day.
    expect(await daily(1455, [USERS], 'postgres://u:p@127.0.0.1:1/db')).not.toBeNull();
    expect(await daily(1469, [USERS])).toBeNull();
    expect(await daily(1470, [{ ...USERS, query: 'select wrong' }])).not.toBeNull();
    expect((await sqlStand(at(1471), [warehouse(USERS)])).jobs).toMatchObject([
      { job: 'sql', scope: 'warehouse', nextAt: at(1485).now(), last: { state: 'failed' } },
    ]);
    expect(await daily(1485, [EVENTS])).not.toBeNull();
    expect(await daily(1500, [EVENTS])).toBeNull();
    // A clock that was wrong must not stop the reads until it is right.
    expect(await scheduled(-600)).not.toBeNull();
  });
});
