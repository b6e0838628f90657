import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCsv } from '../../src/ingest/csv/import-csv.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { productCli } from '../support/product.ts';

const ROWS = 40_000;
const BATCH = 5000;
const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-killed-'));
const file = join(folder, 'events.csv');
/** The commands run by the real clock: a month that is over for good. */
const START = Date.parse('2026-01-01T00:00:00Z');
const content = [
  'account_id,event,timestamp,user_id',
  ...Array.from({ length: ROWS }, (_, at) => {
    const time = new Date(START + at * 60_000).toISOString();
    return `acct-${at % 37},event_${at % 5},${time},user-${at % 101}`;
  }),
].join('\n');

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  writeFileSync(file, content);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
}

/** The command as a user runs it; `onProgress` may end it. */
async function run(onProgress: (kill: () => void) => void): Promise<Ended> {
  const cli = await productCli();
  return new Promise((done) => {
    let out = '';
    const argv = [cli, 'import', 'events', file, '--json'];
    const child = spawn(process.execPath, argv, {
      env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url },
    });
    child.stdout.on('data', (text) => (out += String(text)));
    child.stderr.on('data', () => onProgress(() => child.kill('SIGKILL')));
    child.on('close', (code) => done({ code, out }));
  });
}

/** Keeps every statement that adds events waiting once there are so many; the answer ends that. */
async function holdFrom(events: number): Promise<() => Promise<void>> {
  await database.pool.query(`
    create function hold() returns trigger language plpgsql as $$ begin
      if (select count(*) from events) > ${events} then perform pg_advisory_xact_lock(1); end if;
      return null;
    end $$;
    create trigger hold after insert on events for each statement execute function hold();`);
  const keeper = await database.pool.connect();
  await keeper.query('select pg_advisory_lock(1)');
  return async () => {
    // What its process sent along with the statement must not be carried out for one that is dead.
    await keeper.query(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'advisory'`);
    await keeper.query('select pg_advisory_unlock(1)');
    keeper.release();
    await database.pool.query('drop trigger hold on events');
  };
}

/** By names: numbers of people are given in the order in which batches happen to be stored. */
const ALL = `select k.external_id, day, sum(t.events)::int as events, sum(bit_count(active))::int as people,
    (select md5(string_agg(concat_ws(' ', occurred_at, n.name, u.external_id), ',' order by occurred_at, u.external_id))
      from events e join event_names n using (name_id) left join account_users u using (account_id, user_no)
      where e.account_id = k.account_id) as log
  from account_day t join account_keys k using (account_id) group by k.external_id, k.account_id, day order by 1, 2`;
const countEvents = `select count(*)::int as events from events`;

describe('an import that is killed', { timeout: 120_000 }, () => {
  it('has stored whole batches, goes on when it is run again, and ends as if nothing had happened', async () => {
    // However slow this process is to end it: the command is held in the middle of its third batch until it is dead.
    const release = await holdFrom(2 * BATCH);
    const killed = await run((kill) => kill());
    await release();
    expect(killed).toEqual({ code: null, out: '' });
    const [before] = (await database.pool.query<{ events: number }>(countEvents)).rows;
    // The first line of progress comes after the first commit.
    expect([BATCH, 2 * BATCH]).toContain(before?.events);

    const again = await run(() => undefined);
    const report = JSON.parse(again.out);
    expect(again.code).toBe(0);
    expect(report).toMatchObject({ rows: ROWS, rejectedRows: 0 });
    expect(report.accepted + report.duplicates).toBe(ROWS);
    expect(report.duplicates).toBeGreaterThanOrEqual(before?.events ?? 0);

    const whole = await cloneDatabase();
    await importCsv({ ctx: testContext(whole.pool), kind: 'events', content, fileName: 'events.csv' });
    expect((await database.pool.query(ALL)).rows).toEqual((await whole.pool.query(ALL)).rows);
    expect((await database.pool.query(countEvents)).rows).toEqual([{ events: ROWS }]);
    await whole.close();

    const third = JSON.parse((await run(() => undefined)).out);
    expect(third).toMatchObject({ accepted: 0, duplicates: ROWS, newAccounts: 0 });
  });
});
