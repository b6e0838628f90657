import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { addDays } from '../../src/domain/day.ts';
import type { Context } from '../../src/app/context.ts';
import { GOLDEN, insertRecipePortfolio } from './portfolio.ts';

/** The five recipe accounts, scored on some days before the golden one and on it, with the alerts of those days. */
export async function scoredRecipes(ctx: Context, earlier: readonly number[] = [28, 21, 14, 7, 1]): Promise<void> {
  const { as_of: day } = GOLDEN;
  await insertRecipePortfolio(ctx.db, day);
  for (const ago of [...earlier, 0]) {
    const on = addDays(day, -ago);
    await snapshotScores({ ctx, input: { day: on } });
    await updateEpisodes({ ctx, input: { day: on } });
  }
}
