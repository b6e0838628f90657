import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountHealth } from '../../../src/app/accounts/account-health.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { BALANCED } from '../../../src/domain/definition.ts';
import { toPublished } from '../../../src/domain/published.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';

let database: TestDatabase;
const D = GOLDEN.as_of;

beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
});
afterAll(() => database.close());

const context = () => testContext(database.pool);
const countRows = async (): Promise<number> =>
  (await database.pool.query('select count(*)::int as n from health_snapshots')).rows[0].n;

describe('snapshotScores', () => {
  it('answers live, and says so, before the first snapshot', async () => {
    const report = await accountHealth({ ctx: context(), input: { accountId: 'megacorp' } });
    expect(report.stand).toMatchObject({ live: true, day: D, definition: 'balanced@1' });
    expect(toPublished(report.standing.assessment)).toEqual(GOLDEN.expected[0]);
    expect(report.history).toEqual([{ day: D, scoreTenths: 185, band: 'CRITICAL' }]);
  });

  it('writes every account once when two processes snapshot the same day at once', async () => {
    const outcomes = await Promise.all([
      snapshotScores({ ctx: context(), input: {} }),
      snapshotScores({ ctx: context(), input: {} }),
    ]);
    expect(outcomes.map(({ state }) => state).sort()).toEqual(['unchanged', 'written']);
    expect(await countRows()).toBe(5);
  });

  it('keeps the numbers of the golden table in the snapshot', async () => {
    const report = await accountHealth({ ctx: context(), input: { accountId: 'acme' } });
    expect(report.stand.live).toBe(false);
    expect(toPublished(report.standing.assessment)).toEqual(GOLDEN.expected[3]);
    expect(report.standing.priorityMinor).toBe(9000);
  });

  it('writes nothing while nothing changed, and progress only for what it writes', async () => {
    const progress: number[] = [];
    const outcome = await snapshotScores({ ctx: context(), input: { onProgress: ({ done }) => progress.push(done) } });
    expect(outcome).toMatchObject({ state: 'unchanged', revision: 1, accounts: 5, changed: 0 });
    expect(progress).toEqual([]);
  });

  it('appends a revision for the account that late data changed, and readers see it', async () => {
    await execute(database.pool, `update account_day set errors = errors + 5 where errors = 4`);
    const outcome = await snapshotScores({ ctx: context(), input: { day: D } });
    expect(outcome).toMatchObject({ state: 'written', revision: 2, changed: 1 });
    expect(await countRows()).toBe(6);
    const report = await accountHealth({ ctx: context(), input: { accountId: 'acme' } });
    expect(report.standing.assessment.facts.errors_30d).toBe(9);
    expect(report.history).toHaveLength(1);
  });

  it('rebuilds results that an older program stored, although the inputs are equal', async () => {
    await execute(
      database.pool,
      `update health_snapshots set health = health || '{"scoreTenths": 1}'
      where day = $1 and account_id = (select account_id from accounts where external_id = 'globex')`,
      [D],
    );
    expect((await snapshotScores({ ctx: context(), input: { day: D } })).state).toBe('unchanged');
    const outcome = await snapshotScores({ ctx: context(), input: { day: D, rebuild: true } });
    expect(outcome).toMatchObject({ state: 'written', revision: 3, changed: 1 });
  });

  it('gives a past day the same result whenever it is computed', async () => {
    const day = '2026-02-20';
    await snapshotScores({ ctx: context(), input: { day } });
    await execute(database.pool, `update account_day set events = events + 1000 where day >= $1`, [day]);
    await execute(
      database.pool,
      `insert into tickets (account_id, source, ticket_id, opened_at)
      select account_id, 'late', 'x', '2026-02-20T00:00:00Z' from accounts`,
    );
    expect(await snapshotScores({ ctx: context(), input: { day, rebuild: true } })).toMatchObject({
      state: 'unchanged',
    });
  });

  it('scores again under another definition and starts its bands afresh', async () => {
    const health = { ...BALANCED, id: 'ours', min_coverage: 50 };
    const outcome = await snapshotScores({ ctx: testContext(database.pool, { health }), input: { day: D } });
    expect(outcome).toMatchObject({ state: 'written', changed: 5 });
    const report = await accountHealth({ ctx: context(), input: { accountId: 'acme' } });
    expect(report.stand.definition).toBe('ours@1');
  });

  it('refuses a day that has not begun and names one that has', async () => {
    await expect(snapshotScores({ ctx: context(), input: { day: '2026-03-02' } })).rejects.toThrow('2026-03-01');
  });

  it('refuses an unknown account id by name', async () => {
    const attempt = snapshotScores({ ctx: context(), input: { accountIds: ['nobody'] } });
    await expect(attempt).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('nobody') });
  });

  it('rolls everything back when a batch fails', async () => {
    const before = await countRows();
    const failing = {
      day: '2026-02-27',
      onProgress: () => {
        throw new Error('full disk');
      },
    };
    await expect(snapshotScores({ ctx: context(), input: failing })).rejects.toThrow('full disk');
    expect(await countRows()).toBe(before);
  });
});

describe('accountHealth', () => {
  it('compares with the newest score at least seven days older', async () => {
    const ctx = context();
    await snapshotScores({ ctx, input: { day: '2026-02-21' } });
    await snapshotScores({ ctx, input: { day: '2026-02-23' } });
    await snapshotScores({ ctx, input: { day: D, rebuild: true } });
    const report = await accountHealth({ ctx, input: { accountId: 'megacorp' } });
    const then = report.history.find(({ day }) => day === '2026-02-21')?.scoreTenths ?? 0;
    expect(report.change7dTenths).toBe((report.standing.assessment.health.scoreTenths ?? 0) - then);
    expect(report.history.map(({ day }) => day)).toEqual(['2026-02-20', '2026-02-21', '2026-02-23', D]);
  });

  it('lists contacts and the last five tickets, newest first', async () => {
    const report = await accountHealth({ ctx: context(), input: { accountId: 'innovate' } });
    expect(report.contacts).toMatchObject([{ contactId: 'key', persona: 'key_contact', optedOut: false }]);
    expect(report.tickets).toHaveLength(5);
    const opened = report.tickets.map(({ openedOn }) => openedOn);
    expect(opened).toEqual([...opened].sort().reverse());
    expect(report.tickets[0]).toMatchObject({ openedOn: '2026-02-26', closedOn: '2026-02-28' });
  });

  it('refuses an unknown account', async () => {
    const attempt = accountHealth({ ctx: context(), input: { accountId: 'nobody' } });
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' });
  });
});
