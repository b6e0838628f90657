import type { Db } from '../../store/db.ts';
import { adoptionMetrics } from '../adoption/adoption-metrics.ts';
import type { AdoptionMetrics } from '../adoption/adoption-reports.ts';
import type { Context } from '../context.ts';
import { revenueMetrics } from '../revenue/revenue-metrics.ts';
import type { RevenueMetrics } from '../revenue/revenue-reports.ts';

/** Billing may tell of the past between two snapshots: metrics are read again after so long. */
const KEPT_MS = 60_000;

interface LeaderMetrics {
  readonly revenue: RevenueMetrics;
  readonly adoption: AdoptionMetrics;
}

interface Kept {
  readonly mark: string;
  readonly until: number;
  readonly metrics: Promise<LeaderMetrics>;
}

const kept = new WeakMap<Db, Kept>();

/** Revenue and use of the whole portfolio, read again after a minute and whenever the `mark` of the data is another. */
export async function leaderMetrics(ctx: Context, mark: string): Promise<LeaderMetrics> {
  const now = ctx.now().getTime();
  const known = kept.get(ctx.db);
  if (known?.mark === mark && now < known.until) return known.metrics;
  const metrics = readMetrics(ctx);
  kept.set(ctx.db, { mark, until: now + KEPT_MS, metrics });
  metrics.catch(() => kept.delete(ctx.db));
  return metrics;
}

async function readMetrics(ctx: Context): Promise<LeaderMetrics> {
  return { revenue: await revenueMetrics({ ctx, input: {} }), adoption: await adoptionMetrics({ ctx }) };
}
