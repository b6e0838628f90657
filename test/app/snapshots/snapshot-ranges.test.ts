import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetAccount } from '../../../src/app/erasure/forget-account.ts';
import { helpSnapshots } from '../../../src/app/snapshots/help-snapshots.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { verifySnapshots } from '../../../src/app/snapshots/verify-snapshots.ts';
import { BALANCED } from '../../../src/domain/definition.ts';
import { execute } from '../../../src/store/db.ts';
import { loadProgress } from '../../../src/store/snapshot-ranges.ts';
import { testContext } from '../../support/context.ts';
import type { TestDatabase } from '../../support/database.ts';
import {
  atOnce,
  begin,
  countOf,
  DAY,
  emptyDay,
  end,
  errorsOf,
  halfWay,
  make,
  RANGES,
  rangeDatabase,
  SIZE,
  stored,
} from './range-stand.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await rangeDatabase();
});
beforeEach(() => emptyDay(database));
afterAll(() => database.close());

const ctx = () => testContext(database.pool);
const score = (overrides = {}) =>
  snapshotScores({ ctx: testContext(database.pool, overrides), input: { day: DAY, rangeAccounts: SIZE } });
const help = (overrides = {}) => helpSnapshots({ ctx: testContext(database.pool, overrides), input: {} });

describe('a day made in ranges', () => {
  it('has the rows and the run of a day that is made at once, byte for byte', async () => {
    const expected = await atOnce(database);
    const progress: number[] = [];
    const outcome = await snapshotScores({
      ctx: ctx(),
      input: { day: DAY, rangeAccounts: SIZE, onProgress: ({ done, total }) => progress.push(done, total) },
    });
    expect(outcome).toMatchObject({ state: 'written', revision: 1, accounts: 25, changed: 25 });
    expect(outcome.fleetFactor).not.toBe(1000);
    expect(progress).toEqual([4, 25, 8, 25, 12, 25, 16, 25, 20, 25, 24, 25, 25, 25]);
    expect(await stored(database.pool)).toEqual(expected);
    expect(await countOf(database, 'snapshot_drafts')).toBe(0);
    expect(await verifySnapshots({ ctx: ctx(), input: {} })).toMatchObject({ checked: 25, different: 0 });
  });

  it('is unchanged when nothing came, and the next revision of what did', async () => {
    await score();
    const before = await stored(database.pool);
    expect(await score()).toMatchObject({ state: 'unchanged', revision: 1, accounts: 25, changed: 0 });
    expect(await stored(database.pool)).toEqual(before);
    await errorsOf(database, 'acme-1');
    const expected = await atOnce(database);
    expect(await score()).toMatchObject({ state: 'written', revision: 2, changed: 1 });
    expect(await stored(database.pool)).toEqual(expected);
  });

  it('is shared by processes that come at the same time, and becomes one run', async () => {
    const expected = await atOnce(database);
    const outcomes = await Promise.all([score(), score(), score(), help()]);
    for (const outcome of outcomes.slice(0, 3)) expect(outcome).toMatchObject({ revision: 1, accounts: 25 });
    expect(await stored(database.pool)).toEqual(expected);
    expect(await countOf(database, 'snapshot_plans where finished_at is null')).toBe(0);
  });

  it('goes on where a process died, of whose range nothing is left', async () => {
    const expected = await atOnce(database);
    const plan = await begin(database);
    await make(database, plan);
    const dying = await halfWay(database, plan);
    expect(dying.changed).toBe(SIZE);
    // While its owner lives nobody else takes the range.
    for (let range = 2; range < RANGES; range += 1) expect(await make(database, plan)).not.toBeNull();
    expect(await make(database, plan)).toBeNull();
    expect(await end(database, plan)).toBe('open');
    expect(await loadProgress(database.pool, DAY)).toMatchObject([{ ranges: RANGES, done: RANGES - 1 }]);
    dying.die();
    expect(await help()).toBe(1);
    expect(await stored(database.pool)).toEqual(expected);
  });

  it('is finished once by several who find the last range done', async () => {
    const plan = await begin(database);
    while ((await make(database, plan)) !== null);
    const ends = await Promise.all([end(database, plan), end(database, plan), end(database, plan)]);
    for (const one of ends) expect(one).toEqual(ends[0]);
    expect(ends[0]).toMatchObject({ state: 'written', revision: 1, changed: 25 });
    expect(await countOf(database, 'snapshot_runs')).toBe(1);
  });

  it('leaves what comes late for a range that is done to the next revision, and takes it in where it is not', async () => {
    const plan = await begin(database);
    await make(database, plan);
    const first = await atOnce(database);
    const [early, late] = [await idOf('order by account_id limit 1'), await idOf('order by account_id desc limit 1')];
    await errorsOf(database, early);
    await errorsOf(database, late);
    const second = await atOnce(database);
    await help();
    expect(await rowOf(early)).toEqual(pick(first, await noOf(early)));
    expect(await rowOf(late)).toEqual(pick(second, await noOf(late)));
    expect(await score()).toMatchObject({ state: 'written', revision: 2, changed: 1 });
  });

  it('takes in what a person decided about an account whose range was done', async () => {
    await score();
    await errorsOf(database, 'acme-2');
    const plan = await begin(database);
    for (let range = 0; range < RANGES; range += 1) await make(database, plan);
    await errorsOf(database, 'globex-0');
    const single = { day: DAY, accountIds: ['globex-0'] };
    expect(await snapshotScores({ ctx: ctx(), input: single })).toMatchObject({ revision: 2, changed: 1 });
    const expected = await atOnce(database);
    expect(await end(database, plan)).toBe('open');
    expect(await help()).toBe(1);
    expect(await stored(database.pool)).toEqual(expected);
  });
});

describe('a day that is being made by other rules', () => {
  const health = { ...BALANCED, version: 2 };

  it('is waited for, and scored again by these', async () => {
    const plan = await begin(database);
    const other = score({ health });
    await new Promise((later) => setTimeout(later, 400));
    expect(await countOf(database, 'snapshot_runs')).toBe(0);
    await help({ health });
    expect(await other).toMatchObject({ state: 'written', revision: 2, changed: 25 });
    const { rows } = await database.pool.query('select definition_hash, accounts from snapshot_runs order by revision');
    expect(rows).toMatchObject([{ definition_hash: plan.definition_hash, accounts: 25 }, { accounts: 25 }]);
    expect(rows[1].definition_hash).not.toBe(plan.definition_hash);
  });

  it('is thrown away when nobody has worked at it for half a minute', async () => {
    const plan = await begin(database);
    await make(database, plan);
    const alive = await halfWay(database, plan);
    await execute(database.pool, `update snapshot_plans set planned_at = now() - interval '1 hour'`);
    await execute(
      database.pool,
      `update snapshot_ranges set done_at = now() - interval '31 s' where done_at is not null`,
    );
    // It holds a range: it is at work, however long that takes.
    expect(await help({ reportingCurrency: 'EUR' })).toBe(0);
    expect(await countOf(database, 'snapshot_plans')).toBe(1);
    alive.die();
    // The server notices a moment later that it is gone.
    await expect
      .poll(async () => {
        expect(await help({ reportingCurrency: 'EUR' })).toBe(0);
        return [await countOf(database, 'snapshot_plans'), await countOf(database, 'snapshot_drafts')];
      })
      .toEqual([0, 0]);
    expect(await end(database, plan)).toBeNull();
  });
});

describe('an account that is erased meanwhile', () => {
  it('leaves out an account that was erased after its range was done', async () => {
    const plan = await begin(database);
    while ((await make(database, plan)) !== null);
    const gone = await noOf('tinyco-4');
    await forgetAccount({ ctx: ctx(), input: { accountId: 'tinyco-4', erase: true, actor: 'test' } });
    expect(await countOf(database, 'snapshot_drafts')).toBe(24);
    expect(await end(database, plan)).toMatchObject({ changed: 24 });
    expect(await countOf(database, `health_snapshots where account_id = ${gone}`)).toBe(0);
  });

  it('leaves out one that is hidden already and whose draft is still there', async () => {
    const plan = await begin(database);
    while ((await make(database, plan)) !== null);
    const gone = await noOf('tinyco-3');
    await execute(database.pool, 'delete from account_keys where account_id = $1', [gone]);
    expect(await countOf(database, `snapshot_drafts where account_id = ${gone}`)).toBe(1);
    expect(await end(database, plan)).toMatchObject({ changed: 23 });
    expect(await countOf(database, `health_snapshots where account_id = ${gone}`)).toBe(0);
    expect(await countOf(database, 'snapshot_drafts')).toBe(0);
  });
});

const idOf = async (which: string): Promise<string> =>
  (await database.pool.query(`select external_id from accounts ${which}`)).rows[0].external_id;
const noOf = async (id: string): Promise<number> =>
  (await database.pool.query('select account_id from accounts where external_id = $1', [id])).rows[0].account_id;

async function rowOf(id: string): Promise<unknown> {
  return pick(await stored(database.pool), await noOf(id));
}

function pick(all: unknown, no: number): unknown {
  const { snapshots } = all as { readonly snapshots: readonly { readonly account_id: number }[] };
  return snapshots.find(({ account_id: of }) => of === no);
}
