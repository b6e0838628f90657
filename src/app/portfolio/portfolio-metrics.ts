import { snapshotMark } from '../../store/dashboards.ts';
import { loadBillingMark } from '../../store/revenue-history.ts';
import { adoptionMidnights, adoptionOf } from '../adoption/adoption-metrics.ts';
import type { AdoptionMetrics } from '../adoption/adoption-reports.ts';
import type { Context } from '../context.ts';
import { dataStand, type Origin } from '../freshness/data-stand.ts';
import { createKept } from '../kept.ts';
import { type RevenueInput, revenueFrame } from '../revenue/revenue-frame.ts';
import { revenueHistory } from '../revenue/revenue-history.ts';
import { midnightsOf, revenueOf } from '../revenue/revenue-metrics.ts';
import type { RevenueMetrics } from '../revenue/revenue-reports.ts';
import { portfolioOrigin } from './portfolio-origin.ts';

export interface PortfolioMetrics {
  readonly revenue: RevenueMetrics;
  readonly adoption: AdoptionMetrics;
}

interface Figures {
  readonly revenue: Omit<RevenueMetrics, 'stand'>;
  readonly adoption: Omit<AdoptionMetrics, 'stand'>;
}

const keptFigures = createKept<Figures>();

/**
 * Revenue over local months and the use of seats, of all accounts, at the newest snapshot day. What people did is as the
 * snapshot saw it; billing is as it is now.
 * @throws AppError `invalid` for months that cannot be asked for.
 */
export async function portfolioMetrics({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: RevenueInput;
}): Promise<PortfolioMetrics> {
  const origin = await portfolioOrigin(ctx);
  const frame = revenueFrame(origin.day, input);
  const usual = revenueFrame(origin.day, {});
  const figures = await usualFigures(ctx, origin);
  const isUsual = frame.from === usual.from && frame.to === usual.to;
  const revenue = isUsual
    ? figures.revenue
    : await revenueOf(ctx, frame, await revenueHistory(ctx, midnightsOf(frame)));
  const stand = await dataStand(ctx, origin);
  return { revenue: { ...revenue, stand }, adoption: { ...figures.adoption, stand } };
}

/** Those of the usual months, made once for a snapshot and for what billing has told. */
async function usualFigures(ctx: Context, origin: Origin): Promise<Figures> {
  const read = () => readFigures(ctx, origin);
  if (origin.live) return read();
  const [snapshot, billing] = await Promise.all([snapshotMark(ctx.db), loadBillingMark(ctx.db)]);
  return keptFigures(ctx.db, `${origin.day} ${snapshot} ${billing}`, read);
}

/** Both by one reading of what accounts paid: their last midnight is the same. */
async function readFigures(ctx: Context, origin: Origin): Promise<Figures> {
  const frame = revenueFrame(origin.day, {});
  const history = revenueHistory(ctx, [...midnightsOf(frame), ...adoptionMidnights(origin.day)]);
  const [revenue, adoption] = await Promise.all([
    history.then((accounts) => revenueOf(ctx, frame, accounts)),
    adoptionOf(ctx, origin, history),
  ]);
  return { revenue, adoption };
}
