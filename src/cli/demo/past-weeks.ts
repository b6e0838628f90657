import type { Context } from '../../app/context.ts';
import { updateEpisodes } from '../../app/episodes/update-episodes.ts';
import { snapshotScores } from '../../app/snapshots/snapshot-scores.ts';
import type { DemoPortfolio } from '../../demo/portfolio.ts';
import { type DatedAct, teamActs } from '../../demo/team-acts.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { instantOfLocalTime } from '../../lib/local-time.ts';
import { actAs } from './act.ts';

/** Long enough for a month's history and every "7 days" and "28 days" comparison. */
export const HISTORY_DAYS = 35;
const EVALUATED_AT = '00:05';
const ACTED_AT = '10:20';

/** Lives through the days before the portfolio's today, oldest first: scores, alerts, and what people did about them. */
export async function livePastWeeks(
  ctx: Context,
  portfolio: DemoPortfolio,
  onProgress: (done: number) => void,
): Promise<void> {
  const acts = teamActs(portfolio);
  for (let ago = HISTORY_DAYS; ago >= 1; ago -= 1) {
    const day = addDays(portfolio.today, -ago);
    const ofDay = acts.filter(({ on }) => on === day);
    await liveThrough(ctx, day, ofDay);
    onProgress(HISTORY_DAYS - ago + 1);
  }
}

/** A past day as it went: its scores and alerts at midnight, then what people did in the morning. */
async function liveThrough(ctx: Context, day: Day, acts: readonly DatedAct[]): Promise<void> {
  const at = (time: string): Context => {
    const instant = instantOfLocalTime(day, time, ctx.timeZone);
    return { ...ctx, now: () => instant };
  };
  await snapshotScores({ ctx, input: { day } });
  await updateEpisodes({ ctx: at(EVALUATED_AT), input: { day } });
  for (const act of acts) await actAs({ ctx: at(ACTED_AT), input: act });
}
