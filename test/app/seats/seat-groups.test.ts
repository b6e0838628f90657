import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountSeatGroups } from '../../../src/app/seats/account-seat-groups.ts';
import { seatGroups } from '../../../src/app/seats/seat-groups.ts';
import type { SeatFilter } from '../../../src/app/seats/seats-report.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { reportText } from '../../../src/cli/report.ts';
import { execute } from '../../../src/store/db.ts';
import { ensureEventPartitions } from '../../../src/store/partitions.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { connectSources, type DayActivity, insertAccount } from '../../support/portfolio.ts';

const DAY = '2026-03-01';
const ago = (days: number): Date => new Date(Date.parse(`${DAY}T12:00:00Z`) - days * 86_400_000);
const people = (...numbers: number[]): DayActivity => numbers.map((one): [number, number] => [one, 1]);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

let database: TestDatabase;
const ctx = () => testContext(database.pool);
const byRole = (filter: SeatFilter = {}) => seatGroups({ ctx: ctx(), input: { by: 'role', filter } });

// 50 people: four admins, of whom three are active, 46 ICs, of whom eleven are; ten stopped, number 300 among them.
beforeAll(async () => {
  database = await cloneDatabase();
  const { pool } = database;
  await connectSources(pool, ago(0));
  await execute(pool, `insert into owners values ('dana@example.com', 'Dana', 'U0DANA')`);
  await insertAccount(pool, DAY, {
    accountId: 'megacorp',
    customerSince: '2025-01-01',
    plan: 'Pro',
    ownerEmail: 'dana@example.com',
    activity: new Map([
      [1, people(...range(0, 3), ...range(4, 10))],
      [30, people(...range(10, 15))],
      [31, people(...range(20, 29), 300)],
      [120, people(40)],
      [121, people(41)],
      [0, people(45)],
    ]),
    movements: [{ at: ago(200), delta: 50 }],
    states: [{ at: ago(200), currency: 'USD', mrrMinor: 500_000 }],
  });
  await execute(pool, 'delete from account_users where user_no between 50 and 299', []);
  await execute(
    pool,
    `update account_users set department = case when user_no < 20 then ' Sales' else 'sales ' end`,
    [],
  );
  await insertAccount(pool, DAY, {
    accountId: 'acme',
    customerSince: '2025-01-01',
    plan: 'Team',
    activity: new Map([[2, people(0, 1)]]),
    movements: [{ at: ago(200), delta: 4 }],
  });
  await insertAccount(pool, DAY, {
    accountId: 'ours',
    customerSince: '2025-01-01',
    excludedReason: 'internal',
    activity: new Map([[2, people(0)]]),
  });
});
afterAll(() => database.close());

describe.each(['live', 'from the snapshot'])('people by role %s', (origin) => {
  beforeAll(async () => {
    if (origin !== 'live') await snapshotScores({ ctx: ctx(), input: { day: DAY } });
  });

  it('are counted over all accounts, and flag where only admins are active', async () => {
    const report = await byRole();
    expect(report.stand.live).toBe(origin === 'live');
    expect([report.total, report.accounts]).toEqual([2, 2]);
    // The day itself and day 121 lie outside; day 30 is the first of the month, day 31 the last before it.
    expect(report.groups).toEqual([
      { name: 'ic', accounts: 1, people: 47, active: 11, stopped: 11 },
      { name: 'admin', accounts: 2, people: 6, active: 5, stopped: 0 },
    ]);
    expect(report.flagged.map(({ account, split }) => [account.accountId, split.admins, split.ics])).toEqual([
      ['megacorp', { people: 4, active: 3 }, { people: 47, active: 11 }],
    ]);
    expect(report.assignment).toBeNull();
  });

  it.each<[string, SeatFilter, number]>([
    ['the asker', { ownerSlackUserId: 'U0DANA' }, 51],
    ['a plan', { plan: 'team' }, 2],
    ['nobody', { ownerEmail: 'lee@example.com' }, 0],
    ['a drop', { droppedPoints: 20 }, 0],
  ])('are those of %s under a filter', async (_who, filter, expected) => {
    const { groups } = await byRole(filter);
    expect(groups.reduce((sum, group) => sum + group.people, 0)).toBe(expected);
  });
});

describe('the printed report by role', () => {
  it('has the groups of the answer in every form', async () => {
    const csv = await reportText(ctx(), 'utilization', 'csv', { by: 'role' });
    expect(csv).toBe('role,people,active_30d,rate,stopped,accounts\r\nic,47,11,23.4,11,1\r\nadmin,6,5,83.3,0,2\r\n');
    const json = JSON.parse(await reportText(ctx(), 'utilization', 'json', { by: 'role' }));
    expect(json).toMatchObject({ by: 'role', flagged: ['megacorp'], groups: [{ name: 'ic', rate: '23.4' }, {}] });
    expect(await reportText(ctx(), 'utilization', 'text', { by: 'role' })).toContain('23.4 % 11/47 active, 11 stopped');
  });
});

describe('people by department', () => {
  it('meet in one group however it is written, those without one last', async () => {
    const { flagged, groups } = await seatGroups({ ctx: ctx(), input: { by: 'department', filter: {} } });
    expect(groups.map(({ name, people: count, active }) => [name, count, active])).toEqual([
      ['sales', 51, 14],
      [null, 2, 2],
    ]);
    expect(flagged).toEqual([]);
  });
});

describe('one account', () => {
  it('names who stopped within the quarter, the last one first, and no more', async () => {
    const { stopped, split } = await accountSeatGroups({ ctx: ctx(), input: { accountId: 'megacorp', by: 'role' } });
    expect(split?.isFlagged).toBe(true);
    expect(stopped).toHaveLength(11);
    expect(stopped[0]).toEqual({ userId: 'user-20', name: null, group: 'ic', lastOn: '2026-01-29' });
    expect(stopped.map(({ userId }) => userId)).toContain('user-300');
    expect(stopped.at(-1)).toMatchObject({ userId: 'user-40', lastOn: '2025-11-01' });
  });

  it('is refused when it is not known', async () => {
    const asked = accountSeatGroups({ ctx: ctx(), input: { accountId: 'nobody', by: 'role' } });
    await expect(asked).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('people who have a seat', () => {
  it('are told from seats that nobody was invited to, where a source says who has one', async () => {
    const { pool } = database;
    await execute(pool, `update account_users set seat_assigned = user_no < 40 where account_id = 1`, []);
    const { assignment, groups } = await byRole({ plan: 'Pro' });
    expect(groups.map(({ name, people: count }) => [name, count])).toEqual([
      ['ic', 36],
      ['admin', 4],
    ]);
    expect(assignment).toEqual({
      accounts: 1,
      paid: 50,
      assigned: 40,
      active: 14,
      stopped: 9,
      assignmentTenths: 800,
      engagementTenths: 350,
      neverInvited: 10,
    });
  });
});

describe('under a rule about named events', () => {
  it('people are active by the rule alone', async () => {
    const { pool } = database;
    await ensureEventPartitions(pool, [ago(3), ago(40)]);
    await execute(pool, `insert into event_names (name) values ('login')`, []);
    const insert = `insert into events (account_id, occurred_at, event_id, user_no, name_id, kind)
      values (1, $1, gen_random_uuid(), $2, (select name_id from event_names where name = 'login'), $3)`;
    await execute(pool, insert, [ago(3), 0, 0]);
    await execute(pool, insert, [ago(3), 5, 2]);
    await execute(pool, insert, [ago(40), 6, 0]);
    const active = { ...ctx().active, rule: { kind: 'login' as const, events: ['login'] } };
    const { groups } = await seatGroups({
      ctx: testContext(pool, { active }),
      input: { by: 'role', filter: { plan: 'Pro' } },
    });
    expect(groups.map(({ name, active: count, stopped }) => [name, count, stopped])).toEqual([
      ['ic', 0, 9],
      ['admin', 1, 0],
    ]);
  });
});
