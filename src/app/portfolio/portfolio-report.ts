import type { AccountStanding } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import { openPortfolio } from './open-portfolio.ts';

export interface PortfolioReport {
  readonly stand: DataStand;
  /** Lowest score first, then highest MRR, then id; accounts without a score last. */
  readonly standings: readonly AccountStanding[];
}

/** Every account of the newest snapshot day, for exports. */
export async function portfolioReport({ ctx }: { readonly ctx: Context }): Promise<PortfolioReport> {
  const portfolio = await openPortfolio(ctx);
  return { stand: await dataStand(ctx, portfolio.origin), standings: await portfolio.standings() };
}
