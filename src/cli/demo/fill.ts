import type { Context } from '../../app/context.ts';
import { createApiKey } from '../../app/keys/create-api-key.ts';
import { loadDemo } from '../../demo/load.ts';
import { demoPortfolio } from '../../demo/portfolio.ts';
import type { Day } from '../../domain/day.ts';
import { importCsv } from '../../ingest/csv/import-csv.ts';
import { revokeApiKey } from '../../store/api-keys.ts';
import { HISTORY_DAYS, livePastWeeks } from './past-weeks.ts';
import type { Progress } from './progress.ts';

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
    await livePastWeeks(ctx, portfolio, (done) => progress.update(`${done}/${HISTORY_DAYS}`));
  });
}
