import type { Context } from '../../app/context.ts';
import { createApiKey } from '../../app/keys/create-api-key.ts';
import { revokeApiKey } from '../../app/keys/revoke-api-key.ts';
import { loadDemo } from '../../demo/load.ts';
import { demoPortfolio } from '../../demo/portfolio.ts';
import type { Day } from '../../domain/day.ts';
import { importCsv } from '../../ingest/csv/import-csv.ts';
import { HISTORY_DAYS, livePastWeeks } from './past-weeks.ts';
import type { Progress } from './progress.ts';

export interface FillOptions {
  readonly ctx: Context;
  readonly today: Day;
  readonly appUrl: string;
  readonly stripeSecret: string;
  readonly progress: Progress;
}

/** Who the audit names for what the demo does by itself. */
const ACTOR = 'cli:demo';

/** Loads the demo portfolio through the public ways in, then lives through the past weeks, oldest day first. */
export async function fillDemo({ ctx, today, appUrl, stripeSecret, progress }: FillOptions): Promise<void> {
  const portfolio = demoPortfolio({ today, timeZone: ctx.timeZone });
  await progress.step(`${portfolio.accounts.length} customers: files, billing webhooks, events`, async () => {
    const key = await createApiKey({ ctx, input: { kind: 'ingest', name: 'demo portfolio', actor: ACTOR } });
    await loadDemo({
      portfolio,
      ingestUrl: appUrl,
      ingestKey: key.secret,
      stripeSecret,
      withToday: true,
      importCsv: (file) => importCsv({ ctx, ...file }),
      onProgress: ({ step, done, total }) => progress.update(`${step} ${done}/${total}`),
    });
    await revokeApiKey({ ctx, input: { idOrName: key.id, actor: ACTOR } });
  });
  await progress.step(`${HISTORY_DAYS} days of scores, alerts and what the team did about them`, async () => {
    await livePastWeeks(ctx, portfolio, (done) => progress.update(`${done}/${HISTORY_DAYS}`));
  });
}
