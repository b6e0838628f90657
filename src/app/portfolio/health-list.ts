import { starredAccountId } from '../../domain/priority.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { openPortfolio } from './open-portfolio.ts';
import type { Portfolio } from './portfolio.ts';
import type { HealthListReport } from './portfolio-reports.ts';

const MINE = 10;
const BOTTOM = 5;
const UNSCORED = 5;

/**
 * The asker's accounts, worst first; the portfolio's lowest scores for somebody who owns none.
 * `limit` bounds the scored ones (10 of one's own, the bottom 5); accounts without a score follow, at most five.
 */
export async function healthList({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly ownerSlackUserId?: string | undefined; readonly limit?: number | undefined };
}): Promise<HealthListReport> {
  const portfolio = await openPortfolio(ctx);
  const { ownerSlackUserId } = input;
  const own = ownerSlackUserId === undefined ? 0 : await countInScope(portfolio, ownerSlackUserId);
  const owner = own > 0 ? ownerSlackUserId : undefined;
  const scored = await portfolio.standings({
    ownerSlackUserId: owner,
    scored: true,
    limit: input.limit ?? (owner === undefined ? BOTTOM : MINE),
  });
  const unscored = await portfolio.standings({ ownerSlackUserId: owner, scored: false, limit: UNSCORED });
  const inScope = owner === undefined ? await countInScope(portfolio, undefined) : own;
  return {
    stand: await dataStand(ctx, portfolio.origin),
    scope: owner === undefined ? 'bottom' : 'mine',
    scored,
    unscored,
    more: inScope - scored.length - unscored.length,
    star: await star(ctx, portfolio),
  };
}

async function countInScope(portfolio: Portfolio, ownerSlackUserId: string | undefined): Promise<number> {
  const counts = await portfolio.counts({ ownerSlackUserId });
  return counts.reduce((sum, { bucket, accounts }) => sum + (bucket === 'excluded' ? 0 : accounts), 0);
}

async function star(ctx: Context, portfolio: Portfolio): Promise<string | null> {
  return starredAccountId(await portfolio.stakes({ bands: ['CRITICAL'] }), ctx.reportingCurrency);
}
