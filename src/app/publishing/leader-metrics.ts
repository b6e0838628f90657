import { adoptionMetrics } from '../adoption/adoption-metrics.ts';
import type { AdoptionMetrics } from '../adoption/adoption-reports.ts';
import type { Context } from '../context.ts';
import { revenueMetrics } from '../revenue/revenue-metrics.ts';
import type { RevenueMetrics } from '../revenue/revenue-reports.ts';
import { createKept } from './kept.ts';

/** Billing may tell of the past between two snapshots, so that metrics of the same snapshot are read again after this. */
const KEPT_MS = 60_000;

interface LeaderMetrics {
  readonly revenue: RevenueMetrics;
  readonly adoption: AdoptionMetrics;
}

const keptMetrics = createKept<LeaderMetrics>();

/** Revenue and use of the whole portfolio, read again every minute and whenever the `mark` of the data is another. */
export async function leaderMetrics(ctx: Context, mark: string): Promise<LeaderMetrics> {
  const minute = Math.floor(ctx.now().getTime() / KEPT_MS);
  return keptMetrics(ctx.db, `${mark} ${minute}`, async () => ({
    revenue: await revenueMetrics({ ctx, input: {} }),
    adoption: await adoptionMetrics({ ctx }),
  }));
}
