import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { applyRetention } from '../../../src/app/retention/apply-retention.ts';
import { addDays } from '../../../src/domain/day.ts';
import { acceptedEventDays, RETENTION_DEFAULTS, type Retention } from '../../../src/domain/retention.ts';
import { retentionJob } from '../../../src/jobs/jobs/retention.ts';
import { execute } from '../../../src/store/db.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertAccount } from '../../support/portfolio.ts';
import { activity, eventId } from '../signals.ts';

const TODAY = '2026-03-01';
const DAY_MS = 86_400_000;
const LIMITS: Retention = { ...RETENTION_DEFAULTS, rawEventDays: 425, rollupDays: 1095, snapshotDays: 1095 };
let database: TestDatabase;
let ctx: Context;
beforeEach(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool, { retention: LIMITS });
});
afterEach(() => database.close());

/** A row of the tables that hold snapshots. */
const SNAPSHOT = `values (1, $1, 1, 1, 1, null, 'ok', 'ok', 1, 'h', 's', 'b', 'USD', 1, 1, 1, 1, '{}', '{}', '{}', 'd', 1,
  'h', 0, 'h', now())`;

/** What a table keeps by days, and a row of it that is so many days old. */
const TABLES: readonly [table: string, days: number, insert: (day: string) => [string, unknown[]]][] = [
  ['account_day', 1095, (day) => [`insert into account_day values (1, $1, 0, 1, 0, 0, now(), 0::bit(256))`, [day]]],
  ['health_snapshots', 1095, (day) => [`insert into health_snapshots ${SNAPSHOT}`, [day]]],
  [
    'snapshot_runs',
    1095,
    (day) => [`insert into snapshot_runs values ($1, 1, 'd', 1, 'h', 0, 1, '{}', now(), now())`, [day]],
  ],
  ['snapshot_drafts', 1095, (day) => [`insert into snapshot_drafts ${SNAPSHOT}`, [day]]],
  [
    'snapshot_plans',
    1095,
    (day) => [
      `insert into snapshot_plans (day, frame_hash, definition_hash, rebuild, base_revision, fleet_factor, accounts,
      started_at) values ($1, 'f', 'd', false, 0, 1000, 1, now())`,
      [day],
    ],
  ],
  [
    'outbox',
    90,
    (day) => [
      `insert into outbox (kind, channel, local_date, message_key, payload, state)
    values ('digest', 'C', $1, gen_random_uuid(), '{}', 'posted')`,
      [day],
    ],
  ],
  [
    'job_runs',
    90,
    (day) => [`insert into job_runs values ('j', '', $1, 'done', 1, now(), 'r', now(), null, null)`, [day]],
  ],
  [
    'sql_rejected_rows',
    90,
    (day) => [`insert into sql_rejected_rows values ('s', 'k', convert_to($1, 'UTF8'), 'r', '', $1::date)`, [day]],
  ],
  ['deliveries', 45, (day) => [`insert into deliveries values ('stripe', $1::text, $1::text::date)`, [day]]],
  [
    'outreach',
    1095,
    (day) => [
      `insert into outreach (account_id, outreach_id, bucket, persona, template_id, subject, body,
    created_by, sent_by, sent_at) values (1, gen_random_uuid(), 'b', 'p', 't', 's', 'b', 'U', 'U', $1::date)`,
      [day],
    ],
  ],
  [
    'kept_drafts',
    30,
    (day) => [
      `insert into kept_drafts select account_id, $1::text, 'exec', 't', null, 's', 'b', $1::text::date from accounts`,
      [day],
    ],
  ],
  ['audit_log', 1095, (day) => [`insert into audit_log (at, actor, action) values ($1::date, 'U', 'a')`, [day]]],
];

const countOf = async (table: string): Promise<number> =>
  (await database.pool.query(`select from ${table}`)).rowCount ?? 0;

/** So many deliveries that are too old and one that is not; then what each statement removed, each `slowSeconds` longer. */
async function oldDeliveries(count: number, slowSeconds = 0) {
  await database.pool.query(`
    insert into deliveries select 's', n::text, '2020-01-01' from generate_series(1, ${count}) n;
    create table batches (no int generated always as identity, rows int, transaction bigint default txid_current());
    create function count_batch() returns trigger language plpgsql as $$ begin
      perform pg_sleep(${slowSeconds});
      insert into batches (rows) select count(*) from gone;
      return null;
    end $$;
    create trigger count_batch after delete on deliveries referencing old table as gone
      for each statement execute function count_batch();`);
  await execute(database.pool, `insert into deliveries values ('s', 'new', $1)`, [TEST_NOW]);
  return async () => {
    const { rows } = await database.pool.query<{ rows: number; transaction: string }>(
      'select * from batches where rows > 0 order by no',
    );
    return { rows: rows.map((one) => one.rows), transactions: new Set(rows.map((one) => one.transaction)).size };
  };
}

describe('retention', () => {
  it.each(TABLES)('of %s removes all that is older than its limit and nothing newer', async (table, days, insert) => {
    await insertAccount(database.pool, TODAY, { accountId: 'acme', customerSince: '2020-01-01' });
    for (const age of [days + 2, days + 400, days - 1, 0])
      await execute(database.pool, ...insert(addDays(TODAY, -age)));
    const { rows } = await applyRetention({ ctx });
    expect(rows[table]).toBe(2);
    expect(await countOf(table)).toBe(2);
    // Again removes nothing more.
    expect(Object.values((await applyRetention({ ctx })).rows).every((count) => count === 0)).toBe(true);
  });

  it('drops weeks of events as a whole, so that none is older, and lets none in for a week that is gone', async () => {
    const event = (age: number) =>
      activity({
        accountKey: 'acme',
        id: eventId(`${age}`),
        userKey: 'u',
        occurredAt: new Date(TEST_NOW.getTime() - age * DAY_MS),
      });
    const record = (at: Context, ages: readonly number[]) =>
      recordSignals({ ctx: at, input: { source: 'csv', signals: ages.map(event), maxAgeDays: 7305 } });
    const wide = { ...ctx, retention: { ...RETENTION_DEFAULTS, rawEventDays: 3650 } };
    const ages = [0, 30, 410, 416, 418, 426, 430, 800];
    await record(wide, ages);
    const counts = await countOf('account_day');
    const { weeks, weeksLeft } = await applyRetention({ ctx });
    expect({ weeks: weeks > 0, weeksLeft }).toEqual({ weeks: true, weeksLeft: 0 });
    const { rows } = await database.pool.query(
      `select extract(day from $1::timestamptz - occurred_at)::int as age from events order by 1`,
      [TEST_NOW],
    );
    const left: number[] = rows.map(({ age }) => age);
    expect(Math.max(...left)).toBeLessThan(425);
    for (const age of ages.filter((one) => one < acceptedEventDays(LIMITS))) expect(left).toContain(age);
    expect(await countOf('account_day')).toBe(counts);
    const outcomes = await record(ctx, ages);
    expect(outcomes.map((one) => (one.status === 'rejected' ? one.code : one.status))).toEqual([
      'duplicate',
      'duplicate',
      'duplicate',
      'duplicate',
      'too_old',
      'too_old',
      'too_old',
      'too_old',
    ]);
  });

  it('waits for a reader of a week in short tries, and lets others pass meanwhile', async () => {
    const old = new Date(TEST_NOW.getTime() - 500 * DAY_MS);
    const wide = { ...ctx, retention: { ...RETENTION_DEFAULTS, rawEventDays: 3650 } };
    const record = (at: Context, occurredAt: Date, id: string) =>
      recordSignals({
        ctx: at,
        input: {
          source: 'csv',
          signals: [activity({ accountKey: 'acme', id: eventId(id), userKey: 'u', occurredAt })],
          maxAgeDays: 7305,
        },
      });
    await record(wide, old, 'old');
    const reader = await database.pool.connect();
    await reader.query('begin');
    await reader.query('select count(*) from events');
    const work = applyRetention({ ctx });
    const took: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const began = performance.now();
      await record(ctx, TEST_NOW, `new ${turn}`);
      took.push(performance.now() - began);
      await wait(50);
    }
    await reader.query('commit');
    reader.release();
    expect(await work).toMatchObject({ weeks: 1, weeksLeft: 0 });
    expect(Math.min(...took)).toBeLessThan(1000);
    expect(await countOf('events')).toBe(5);
  });

  it('deletes many rows in batches of their own transaction', async () => {
    const batches = await oldDeliveries(60_000);
    expect((await applyRetention({ ctx })).rows['deliveries']).toBe(60_000);
    expect(await countOf('deliveries')).toBe(1);
    const { rows, transactions } = await batches();
    expect(rows[0]).toBe(1000);
    expect(Math.max(...rows)).toBeLessThanOrEqual(5000);
    expect(transactions).toBe(rows.length);
  });

  it('deletes fewer rows at once while the database takes long for them', async () => {
    const batches = await oldDeliveries(2100, 0.1);
    await applyRetention({ ctx });
    const { rows } = await batches();
    expect(rows).toEqual([1000, 500, 250, 125, 62, 50, 50, 50, 13]);
  });

  it('leaves lines of the audit that the database calls younger than a year, and goes on', async () => {
    // The clock of this process is an hour ahead, and the limit as short as it may be.
    const ahead = new Date(Date.now() + 3_600_000);
    const late = { ...ctx, now: () => ahead, retention: { ...LIMITS, auditDays: 365 } };
    for (const age of ['365 days -30 minutes', '366 days']) {
      await execute(
        database.pool,
        `insert into audit_log (at, actor, action) values (now() - $1::interval, 'U', 'a')`,
        [age],
      );
    }
    expect((await applyRetention({ ctx: late })).rows['audit_log']).toBe(1);
    expect(await countOf('audit_log')).toBe(1);
  });

  it('runs as a job that notes what went', async () => {
    await execute(database.pool, `insert into deliveries values ('s', 'x', '2020-01-01')`);
    const job = retentionJob({ timeZone: 'UTC', applyRetention });
    const run = () => job.run({ ctx, day: TODAY, dueAt: TEST_NOW, lateMinutes: 0 });
    expect(await run()).toBe('0 weeks of events and 1 rows were past their limit');
    expect(await run()).toBe('0 weeks of events and 0 rows were past their limit');
  });
});
