import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { snapshotWindow } from '../../../src/app/snapshots/snapshot-window.ts';
import { verifySnapshots } from '../../../src/app/snapshots/verify-snapshots.ts';
import { BALANCED } from '../../../src/domain/definition.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, GOLDEN.as_of);
});
afterAll(() => database.close());

const at = (day: string, overrides: Partial<Context> = {}): Context =>
  testContext(database.pool, { now: () => new Date(`${day}T00:05:00Z`), ...overrides });
const night = async (day: string, overrides: Partial<Context> = {}) =>
  (await snapshotWindow({ ctx: at(day, overrides), input: { day } })).map(
    ({ day: of, revision, state, changed }) => `${of} r${revision} ${state} ${changed}`,
  );
const stored = async (): Promise<unknown[]> =>
  (await database.pool.query('select * from health_snapshots order by account_id, day, revision')).rows;
const late = (id: string, occurredAt: string) =>
  recordSignals({
    ctx: at('2026-03-05'),
    input: {
      source: 'events',
      signals: [
        {
          kind: 'activity',
          accountKey: 'tinyco',
          occurredAt: new Date(occurredAt),
          id,
          name: 'opened',
          actor: 'human',
          userKey: 'late@tinyco.example',
        },
      ],
    },
  });

describe('the nightly snapshot', () => {
  it('has nothing to score again on the first night', async () => {
    expect(await night('2026-03-01')).toEqual(['2026-03-01 r1 written 5']);
  });

  it('makes up for the nights that were missed, oldest first', async () => {
    expect(await night('2026-03-04')).toEqual([
      '2026-03-01 r1 unchanged 0',
      '2026-03-02 r1 written 5',
      '2026-03-03 r1 written 5',
      '2026-03-04 r1 written 5',
    ]);
  });

  it('leaves every byte as it is when nothing came', async () => {
    const before = await stored();
    await night('2026-03-04');
    expect(await stored()).toEqual(before);
  });

  it('makes the next revision of the days that late data belongs to, for that account only', async () => {
    const before = await stored();
    expect(await late('6d1c7b3a-7d2e-4a37-9a55-1f2f2b6f0001', '2026-03-02T12:00:00Z')).toEqual([
      { status: 'accepted' },
    ]);
    expect(await night('2026-03-05')).toEqual([
      '2026-03-02 r1 unchanged 0',
      '2026-03-03 r2 written 1',
      '2026-03-04 r2 written 1',
      '2026-03-05 r1 written 5',
    ]);
    expect(await stored()).toEqual(expect.arrayContaining(before));
    const { rows } = await database.pool.query(
      `select day, revision from health_snapshots join accounts using (account_id)
       where revision > 1 and external_id = 'tinyco' order by day`,
    );
    expect(rows).toEqual([
      { day: '2026-03-03', revision: 2 },
      { day: '2026-03-04', revision: 2 },
    ]);
  });

  it('does not reach further back than three days', async () => {
    await late('6d1c7b3a-7d2e-4a37-9a55-1f2f2b6f0002', '2026-02-27T12:00:00Z');
    const [oldest] = await night('2026-03-05');
    expect(oldest).toMatch(/^2026-03-02 r2 written 1$/);
    const { rows } = await database.pool.query(`select max(revision) as r from snapshot_runs where day = '2026-03-01'`);
    expect(rows).toEqual([{ r: 1 }]);
  });

  it('scores past days by their own rules when a new definition is put in force', async () => {
    const health = { ...BALANCED, version: 2, hysteresis: 5 };
    expect(await night('2026-03-06', { health })).toEqual([
      '2026-03-03 r3 unchanged 0',
      '2026-03-04 r3 unchanged 0',
      '2026-03-05 r2 unchanged 0',
      '2026-03-06 r1 written 5',
    ]);
    expect((await night('2026-03-07', { health })).slice(0, 3).every((line) => line.endsWith('unchanged 0'))).toBe(
      true,
    );
  });
});

describe('verifySnapshots', () => {
  const check = async () => {
    const { differences, ...counts } = await verifySnapshots({ ctx: at('2026-03-07'), input: {} });
    return { ...counts, differences: differences.map(({ accountId, day, what }) => `${accountId} ${day} ${what}`) };
  };

  it('computes every stored row again, byte for byte', async () => {
    const { checked, days, different } = await check();
    expect({ days, different }).toEqual({ days: 7, different: 0 });
    expect(checked).toBe((await stored()).length);
    const health = { ...BALANCED, version: 2, hysteresis: 5 };
    await snapshotScores({ ctx: at('2026-03-07', { health }), input: { day: '2026-03-06', rebuild: true } });
    expect(await check()).toMatchObject({ different: 0 });
  });

  it('names a row whose result, facts or rules are not those that were stored', async () => {
    const change = (set: string, id: string, day: string) =>
      database.pool.query(
        `update health_snapshots set ${set} where day = $2
         and account_id = (select account_id from accounts where external_id = $1)`,
        [id, day],
      );
    await change('score_tenths = score_tenths + 1', 'acme', '2026-03-04');
    await change(`facts = facts || '{"events_30d": 1}'`, 'globex', '2026-03-06');
    await change(`definition_hash = 'lost'`, 'innovate', '2026-03-02');
    expect(await check()).toMatchObject({
      different: 3,
      differences: ['innovate 2026-03-02 rules', 'acme 2026-03-04 result', 'globex 2026-03-06 inputs'],
    });
  });
});
