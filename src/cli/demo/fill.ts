import type { Context } from '../../app/context.ts';
import { createApiKey } from '../../app/create-api-key.ts';
import { updateEpisodes } from '../../app/episodes/update-episodes.ts';
import { snapshotScores } from '../../app/snapshot-scores.ts';
import { loadDemo } from '../../demo/load.ts';
import { demoPortfolio } from '../../demo/portfolio.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { importCsv } from '../../ingest/csv/import-csv.ts';
import { revokeApiKey } from '../../store/api-keys.ts';
import type { Progress } from './progress.ts';

/** Long enough for a month's history and every "7 days" and "28 days" comparison. */
const HISTORY_DAYS = 35;

export interface FillOptions {
  readonly ctx: Context;
  readonly today: Day;
  readonly appUrl: string;
  readonly stripeSecret: string;
  readonly progress: Progress;
}

/** Loads the demo portfolio through the public ways in, then takes the snapshots of the past weeks, oldest first. */
export async function fillDemo({ ctx, today, appUrl, stripeSecret, progress }: FillOptions): Promise<void> {
  await progress.step('demo portfolio: files, billing webhooks, events', async () => {
    const key = await createApiKey({ ctx, input: { kind: 'ingest', name: 'demo portfolio' } });
    await loadDemo({
      portfolio: demoPortfolio({ today, timeZone: ctx.timeZone }),
      ingestUrl: appUrl,
      ingestKey: key.secret,
      stripeSecret,
      withToday: true,
      importCsv: (file) => importCsv({ ctx, ...file }),
      onProgress: ({ step, done, total }) => progress.update(`${step} ${done}/${total}`),
    });
    await revokeApiKey(ctx.db, key.id, ctx.now());
  });
  await progress.step(`snapshots of the last ${HISTORY_DAYS} days`, async () => {
    for (let ago = HISTORY_DAYS; ago >= 1; ago -= 1) {
      await snapshotScores({ ctx, input: { day: addDays(today, -ago) } });
      progress.update(`${HISTORY_DAYS - ago + 1}/${HISTORY_DAYS}`);
    }
    await updateEpisodes({ ctx, input: { day: addDays(today, -1) } });
  });
}
