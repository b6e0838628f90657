import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import type { DigestEntry, DigestReport } from '../../../src/app/digest/digest-report.ts';
import { acknowledgeEpisodes } from '../../../src/app/episodes/acknowledge-episodes.ts';
import { updateEpisodes } from '../../../src/app/episodes/update-episodes.ts';
import type { AccountFacts } from '../../../src/domain/facts.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { dayNo, factsOf, insertAccounts, storeSnapshot } from './history.ts';

let database: TestDatabase;
let today = 0;
let ctx: Context;
beforeAll(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool, { now: () => new Date(`${dayNo(today)}T09:00:00Z`) });
  await insertAccounts(database.pool, ['globex', 'stark', 'megacorp']);
});
afterAll(() => database.close());
beforeEach(async () => {
  today = 0;
  await execute(database.pool, 'truncate health_snapshots, snapshot_runs, episodes, episode_log, episode_days');
});

const STOPPED: Partial<AccountFacts> = {
  event_blocks_14d: [100, 4100, 4000, 3900, 3800],
  user_day_blocks_14d: [10, 114, 110, 108, 104],
};

/** Stores a day's snapshot without evaluating it. */
async function take(count: number, stark: Partial<AccountFacts> = {}): Promise<void> {
  today = count;
  await storeSnapshot(ctx, dayNo(count), { facts: [factsOf('stark', stark), factsOf('globex')] });
}
const update = () => updateEpisodes({ ctx, input: {} });
const digest = (count = today) => composeDigest({ ctx, input: { day: dayNo(count) } });
const brief = (entries: readonly DigestEntry[]) =>
  entries.map(({ signal, since, standing, tags }) => [standing.account.accountId, since, signal, ...tags].join(' '));
const parts = ({ fresh, open, quiet, recovered, snoozed }: DigestReport) => ({
  fresh: brief(fresh),
  open: brief(open),
  recovered: brief(recovered),
  counts: [snoozed, quiet],
});

describe('a digest', () => {
  it('says before anything is stored what it says afterwards, and writes nothing', async () => {
    await take(0);
    await take(1, { cancel_at_period_end: true });
    await take(2, { cancel_at_period_end: true, past_due_days: 20 });
    const previews = [await digest(1), await digest(2)].map(parts);
    const { rows } = await database.pool.query('select 1 from episodes union all select 1 from episode_log');
    expect(rows).toEqual([]);
    await update();
    expect([await digest(1), await digest(2)].map(parts)).toEqual(previews);
    expect(previews[0]).toEqual({
      fresh: ['stark 2026-03-03 cancellation_notice'],
      open: ['globex 2026-03-02 at_risk_enter band_down'],
      recovered: [],
      counts: [0, 0],
    });
  });

  it('mutes what is mild once a critical alert of the account was said', async () => {
    await take(0, { cancel_at_period_end: true });
    await take(1, { cancel_at_period_end: true, past_due_days: 20 });
    await update();
    const { fresh, open } = parts(await digest());
    expect([fresh, open]).toEqual([
      [],
      ['stark 2026-03-02 cancellation_notice payment_past_due', 'globex 2026-03-02 at_risk_enter band_down'],
    ]);
  });

  it('of a past day tells what was so on that day', async () => {
    const then: unknown[] = [];
    for (let count = 0; count < 9; count += 1) {
      await take(count, count === 3 || count === 4 ? { cancel_at_period_end: true } : {});
      await update();
      then.push(parts(await digest()));
    }
    await acknowledgeEpisodes({ ctx, input: { accountId: 'globex', actor: 'U0DANA' } });
    const now: unknown[] = [];
    for (let count = 0; count < 9; count += 1) now.push(parts(await digest(count)));
    expect(now).toEqual(then);
    expect((await digest(7)).open.map(({ state }) => state)).toEqual(['open']);
    expect((await digest(8)).open.map(({ state }) => state)).toEqual(['acknowledged']);
  });

  it('says who recovered, from what and for how long', async () => {
    await take(0);
    for (const count of [1, 2, 3]) await take(count, { cancel_at_period_end: true });
    await take(4);
    await update();
    const report = await digest();
    expect(brief(report.recovered)).toEqual(['stark 2026-03-03 recovered']);
    expect(report.recovered[0]?.was).toEqual({ band: 'CRITICAL', days: 3 });
    await take(5);
    await update();
    expect((await digest()).recovered).toEqual([]);
  });

  it('looks at Saturday, Sunday and Monday on a Monday: only a drop is told although it is over', async () => {
    for (let count = 0; count < 5; count += 1) await take(count);
    await update();
    await take(5, { past_due_days: 15 });
    await take(6);
    await take(7);
    await update();
    expect(parts(await digest()).fresh).toEqual([]);
    expect(parts(await digest()).recovered).toEqual([]);
  });

  it('tells on a Monday the drop of a Saturday', async () => {
    for (let count = 0; count < 5; count += 1) await take(count);
    await take(5, STOPPED);
    await take(6);
    await take(7);
    await update();
    expect(parts(await digest()).fresh).toEqual(['stark 2026-03-07 drop_24h']);
  });

  it('holds drops of a day whose sources looked broken', async () => {
    await take(0);
    today = 1;
    const facts = [factsOf('stark', STOPPED), factsOf('globex')];
    await storeSnapshot(ctx, dayNo(1), { facts, stale: ['activity'] });
    expect(parts(await digest()).fresh).toEqual([]);
    await update();
    expect(parts(await digest()).fresh).toEqual([]);
    await execute(database.pool, 'truncate episodes, episode_log, episode_days');
    await execute(database.pool, `update snapshot_runs set stale_sources = '{}'`);
    expect(parts(await digest()).fresh).toEqual(['stark 2026-03-03 drop_24h band_down']);
  });
});
