import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import { updateEpisodes } from '../../../src/app/episodes/update-episodes.ts';
import type { AccountFacts } from '../../../src/domain/facts.ts';
import { fleetFactor } from '../../../src/domain/health/fleet-factor.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { dayNo, factsOf, insertAccounts, storeSnapshot } from './history.ts';

const NAMES = ['megacorp', 'globex', 'tinyco', 'acme', 'stark', 'exact60', 'annualis', 'quitter'];
const FLEET = Array.from({ length: 24 }, (_, index) => `fleet-${index}`);

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool, { now: () => new Date(`${dayNo(60)}T06:00:00Z`) });
  await insertAccounts(database.pool, [...NAMES, ...FLEET]);
});
afterAll(() => database.close());
beforeEach(() =>
  execute(database.pool, 'truncate health_snapshots, snapshot_runs, episodes, episode_log, episode_days'),
);

const update = (count: number) => updateEpisodes({ ctx, input: { day: dayNo(count) } });

/** Everything that is stored, without the moments at which it was. */
async function stored(): Promise<unknown> {
  const episodes = await database.pool.query('select * from episodes order by account_id, signal, opened_on');
  const log = await database.pool.query(
    `select account_id, signal, opened_on, day, kind, actor, news, detail from episode_log
     order by day, account_id, signal, kind`,
  );
  return { episodes: episodes.rows, log: log.rows };
}

/** `signal kind` of what was news on a day, or on every day. */
async function news(count?: number): Promise<string[]> {
  const { rows } = await database.pool.query<{ line: string }>(
    `select signal || ' ' || kind as line from episode_log where news and ($1::date is null or day = $1)
     order by day, account_id, signal`,
    [count === undefined ? null : dayNo(count)],
  );
  return rows.map(({ line }) => line);
}

const QUIET_BLOCKS = { event_blocks_14d: [100, 18_600, 18_600, 18_600], user_day_blocks_14d: [10, 240, 240, 240] };

/** What eight accounts are on a day: some steady, some that come and go. */
function story(count: number): AccountFacts[] {
  const phase = (count * 7) % 10;
  return [
    factsOf('megacorp', { days_to_renewal: 95 - count }),
    factsOf('globex', phase < 5 ? {} : { active_users_30d: 20 }),
    factsOf('tinyco', { active_users_30d: count % 6 === 0 ? 5 : 1 }),
    factsOf('acme', { cancel_at_period_end: count % 9 > 6 }),
    factsOf('stark', { past_due_days: count }),
    factsOf('exact60', count % 11 === 10 ? QUIET_BLOCKS : {}),
    factsOf('annualis', { days_to_renewal: 60 - count, active_users_30d: count % 4 === 0 ? 13 : 11 }),
    factsOf('quitter', { cancel_at_period_end: count < 12, excluded: count > 20 ? 'cancelled' : null }),
  ];
}

describe('updateEpisodes', () => {
  it('says the same day by day as in one catch-up run, and nothing on a second look', async () => {
    const last = 30;
    for (let count = 0; count <= last; count += 1) {
      await storeSnapshot(ctx, dayNo(count), { facts: story(count) });
      expect((await update(count)).days).toEqual([dayNo(count)]);
    }
    const daily = await stored();
    expect(await update(last)).toEqual({ days: [], opened: 0, recovered: 0 });
    expect(await stored()).toEqual(daily);
    await execute(database.pool, 'truncate episodes, episode_log, episode_days');
    const caughtUp = await update(last);
    expect(caughtUp.days).toHaveLength(last + 1);
    expect(caughtUp.opened).toBeGreaterThan(20);
    expect(await stored()).toEqual(daily);
  });

  it('evaluates each day once when two processes do it at the same time', async () => {
    for (let count = 0; count < 6; count += 1) await storeSnapshot(ctx, dayNo(count), { facts: story(count) });
    const [one, other] = await Promise.all([update(5), update(5)]);
    expect([...one.days, ...other.days].sort()).toEqual([0, 1, 2, 3, 4, 5].map(dayNo));
    const { rows } = await database.pool.query(
      `select 1 from episode_log where kind = 'opened' group by account_id, signal, opened_on having count(*) > 1`,
    );
    expect(rows).toEqual([]);
  });

  it('looks again at its newest day when that was revised, and at no older one', async () => {
    await storeSnapshot(ctx, dayNo(0), { facts: [factsOf('acme')] });
    await storeSnapshot(ctx, dayNo(1), { facts: [factsOf('acme')] });
    await update(1);
    await storeSnapshot(ctx, dayNo(0), { facts: [factsOf('acme', { past_due_days: 20 })], revision: 2 });
    await storeSnapshot(ctx, dayNo(1), { facts: [factsOf('acme', { cancel_at_period_end: true })], revision: 2 });
    expect(await update(1)).toEqual({ days: [dayNo(1)], opened: 1, recovered: 0 });
    expect(await news()).toEqual(['cancellation_notice opened']);
    expect((await update(1)).days).toEqual([]);
  });

  it('begins at most 60 days back', async () => {
    await storeSnapshot(ctx, dayNo(-70), { facts: [factsOf('megacorp')] });
    await storeSnapshot(ctx, dayNo(0), { facts: [factsOf('megacorp')] });
    expect((await update(0)).days).toEqual([dayNo(0)]);
  });
});

const fleet = (changes: Partial<AccountFacts>): AccountFacts[] =>
  FLEET.map((account_id) => ({ ...factsOf('exact60', changes), account_id }));

/** Ten good days of the whole fleet, then one or more days like this. */
async function afterTenDays(
  facts: readonly AccountFacts[],
  options: { readonly stale?: readonly string[]; readonly fleetFactor?: number; readonly days?: number } = {},
): Promise<void> {
  const { days = 1, ...taken } = options;
  for (let count = 0; count < 10; count += 1) await storeSnapshot(ctx, dayNo(count), { facts: fleet({}) });
  for (let count = 10; count < 10 + days; count += 1) await storeSnapshot(ctx, dayNo(count), { facts, ...taken });
  await update(9 + days);
}

describe('a fleet that seems to fall', () => {
  it('raises no alert while its feed looks broken, also when that lasts', async () => {
    const stopped = { ...QUIET_BLOCKS, silent_14d: true, last_active_days: 15 };
    await afterTenDays(fleet(stopped), { stale: ['activity'], days: 3 });
    expect(await news()).toEqual([]);
  });

  it('does raise alerts when the feed is sound', async () => {
    await afterTenDays(fleet(QUIET_BLOCKS));
    expect(await news(10)).toHaveLength(2 * FLEET.length);
    expect(new Set(await news(10))).toEqual(new Set(['drop_24h opened', 'band_down opened']));
  });

  it('raises no wave of drops in a holiday week', async () => {
    const holiday = fleet({
      event_blocks_14d: [9_300, 18_600, 18_600, 18_600],
      user_day_blocks_14d: [120, 240, 240, 240],
    });
    const factor = fleetFactor(holiday, ctx.health);
    expect(factor).toBe(500);
    await afterTenDays(holiday, { fleetFactor: factor, days: 7 });
    expect(await news()).toEqual([]);
  });

  it('would raise one without the fleet factor', async () => {
    const holiday = fleet({
      event_blocks_14d: [9_300, 18_600, 18_600, 18_600],
      user_day_blocks_14d: [120, 240, 240, 240],
    });
    await afterTenDays(holiday);
    expect((await news(10)).filter((line) => line === 'drop_24h opened')).toHaveLength(FLEET.length);
  });
});

describe('a change of the definition', () => {
  it('is no news, though it moves every band', async () => {
    await storeSnapshot(ctx, dayNo(0), { facts: fleet({}) });
    await update(0);
    const stricter: Context = {
      ...ctx,
      health: { ...ctx.health, version: 2, bands: ctx.health.bands.map(([band, from]) => [band, from && from + 45]) },
    };
    await storeSnapshot(stricter, dayNo(1), { facts: fleet({}) });
    await storeSnapshot(stricter, dayNo(2), { facts: fleet({}) });
    await updateEpisodes({ ctx: stricter, input: { day: dayNo(2) } });
    expect(await news()).toEqual([]);
    const { rows } = await database.pool.query<{ origin: string }>('select distinct origin, signal from episodes');
    expect(rows).toEqual([{ origin: 'definition', signal: 'band_down' }]);
    const digest = await composeDigest({ ctx: stricter, input: { day: dayNo(2) } });
    expect([digest.fresh.length, digest.open.length]).toEqual([0, FLEET.length]);
  });
});
