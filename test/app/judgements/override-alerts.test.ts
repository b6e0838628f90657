import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import { updateEpisodes } from '../../../src/app/episodes/update-episodes.ts';
import { endOverride } from '../../../src/app/judgements/end-override.ts';
import { setOverride } from '../../../src/app/judgements/set-override.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays, type Day } from '../../../src/domain/day.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { connectSources, GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';

/** A fortnight before the last day of the fixtures' activity; acme is healthy throughout. */
const START = addDays(GOLDEN.as_of, -14);

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, GOLDEN.as_of);
});
afterAll(() => database.close());
beforeEach(() =>
  execute(
    database.pool,
    'truncate health_snapshots, snapshot_runs, score_overrides, episodes, episode_log, episode_days',
  ),
);

async function morning(day: Day): Promise<Context> {
  const now = new Date(`${day}T06:00:00Z`);
  await execute(database.pool, 'delete from source_watermarks');
  await connectSources(database.pool, new Date(now.getTime() - 3_600_000));
  return testContext(database.pool, { now: () => now });
}

/** Scores a day; what its digest says of acme: its part and the signals. */
async function newsOfAcme(day: Day): Promise<string[]> {
  const ctx = await morning(day);
  await snapshotScores({ ctx, input: {} });
  return digestOf(ctx, day);
}

async function digestOf(ctx: Context, day: Day): Promise<string[]> {
  const { fresh, recovered } = await composeDigest({ ctx, input: { day } });
  await updateEpisodes({ ctx, input: { day } });
  return Object.entries({ fresh, recovered }).flatMap(([part, entries]) =>
    entries
      .filter(({ standing }) => standing.account.accountId === 'acme')
      .flatMap(({ signal, tags }) => [signal, ...tags].map((one) => `${part} ${one}`)),
  );
}

/** Two quiet days, then CRITICAL by hand on the second one, before its digest or after it. */
async function criticalByHand(): Promise<void> {
  for (const ahead of [0, 1])
    expect(await newsOfAcme(addDays(START, ahead))).toEqual(ahead === 0 ? expect.any(Array) : []);
  const ctx = await morning(addDays(START, 1));
  const input = { accountId: 'acme', actor: 'U0DANA', kind: 'value' as const, points: '10.0', reason: 'A hunch' };
  await setOverride({ ctx, input: { ...input, expiresOn: addDays(START, 4) } });
}

describe('an override alone', () => {
  it('is no news when it is made, while it holds and when it expires', async () => {
    await criticalByHand();
    for (const ahead of [2, 3, 4, 5, 6]) expect([ahead, await newsOfAcme(addDays(START, ahead))]).toEqual([ahead, []]);
  });

  it('is no news when it is ended early', async () => {
    await criticalByHand();
    expect(await newsOfAcme(addDays(START, 2))).toEqual([]);
    const ctx = await morning(addDays(START, 2));
    await endOverride({ ctx, input: { accountId: 'acme', actor: 'U0DANA' } });
    for (const ahead of [3, 4]) expect([ahead, await newsOfAcme(addDays(START, ahead))]).toEqual([ahead, []]);
  });

  it('is what keeps the band quiet: the same band by the rules is news', async () => {
    await criticalByHand();
    const day = addDays(START, 2);
    const ctx = await morning(day);
    await snapshotScores({ ctx, input: {} });
    await execute(
      database.pool,
      `update health_snapshots set band_state = 'ok' where day < $1 and health ? 'override'`,
      [day],
    );
    await execute(database.pool, `update health_snapshots set health = health - 'override'`);
    expect(await digestOf(ctx, day)).toContain('fresh band_down');
  });
});
