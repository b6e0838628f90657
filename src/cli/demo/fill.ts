import type { Context } from '../../app/context.ts';
import { createApiKey } from '../../app/create-api-key.ts';
import { updateEpisodes } from '../../app/episodes/update-episodes.ts';
import { snapshotScores } from '../../app/snapshot-scores.ts';
import { loadDemo } from '../../demo/load.ts';
import { demoPortfolio } from '../../demo/portfolio.ts';
import { type DatedAct, teamActs } from '../../demo/team-acts.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { importCsv } from '../../ingest/csv/import-csv.ts';
import { instantOfLocalTime } from '../../lib/local-time.ts';
import { revokeApiKey } from '../../store/api-keys.ts';
import { actAs } from './act.ts';
import type { Progress } from './progress.ts';

/** Long enough for a month's history and every "7 days" and "28 days" comparison. */
const HISTORY_DAYS = 35;
const EVALUATED_AT = '00:05';
const ACTED_AT = '10:20';

export interface FillOptions {
  readonly ctx: Context;
  readonly today: Day;
  readonly appUrl: string;
  readonly stripeSecret: string;
  readonly progress: Progress;
}

/** Loads the demo portfolio through the public ways in, then lives through the past weeks, oldest day first. */
export async function fillDemo({ ctx, today, appUrl, stripeSecret, progress }: FillOptions): Promise<void> {
  const portfolio = demoPortfolio({ today, timeZone: ctx.timeZone });
  await progress.step(`${portfolio.accounts.length} customers: files, billing webhooks, events`, async () => {
    const key = await createApiKey({ ctx, input: { kind: 'ingest', name: 'demo portfolio' } });
    await loadDemo({
      portfolio,
      ingestUrl: appUrl,
      ingestKey: key.secret,
      stripeSecret,
      withToday: true,
      importCsv: (file) => importCsv({ ctx, ...file }),
      onProgress: ({ step, done, total }) => progress.update(`${step} ${done}/${total}`),
    });
    await revokeApiKey(ctx.db, key.id, ctx.now());
  });
  await progress.step(`${HISTORY_DAYS} days of scores, alerts and what the team did about them`, async () => {
    const acts = teamActs(portfolio);
    for (let ago = HISTORY_DAYS; ago >= 1; ago -= 1) {
      const day = addDays(today, -ago);
      await liveThrough(
        ctx,
        day,
        acts.filter(({ on }) => on === day),
      );
      progress.update(`${HISTORY_DAYS - ago + 1}/${HISTORY_DAYS}`);
    }
  });
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
