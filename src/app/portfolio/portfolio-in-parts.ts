import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import { openPortfolio } from './open-portfolio.ts';
import type { StandingParts } from './portfolio.ts';

export interface PortfolioInParts {
  readonly stand: DataStand;
  /** Another one: an account or its numbers are other ones; null where nothing is kept to tell by. */
  readonly mark: string | null;
  /** Lowest score first, then highest MRR, then id; accounts without a score last. */
  readonly parts: () => StandingParts;
}

/** Every account of the newest snapshot day, read while somebody takes them. */
export async function portfolioInParts({ ctx }: { readonly ctx: Context }): Promise<PortfolioInParts> {
  const portfolio = await openPortfolio(ctx);
  return {
    stand: await dataStand(ctx, portfolio.origin),
    mark: await portfolio.mark(),
    parts: portfolio.inParts,
  };
}
