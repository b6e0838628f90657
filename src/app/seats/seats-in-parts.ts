import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import { openPortfolio } from '../portfolio/open-portfolio.ts';
import type { StandingParts } from '../portfolio/portfolio.ts';
import { seatReportInParts } from './seat-report.ts';
import type { SeatFilter, SeatReportOf } from './seats-report.ts';

export interface SeatsInParts {
  readonly stand: DataStand;
  /** Another one: an account or its numbers are other ones; null where nothing is kept to tell by. */
  readonly mark: string | null;
  readonly report: () => Promise<SeatReportOf<StandingParts>>;
}

/** Seat utilization of the accounts that match the filter, whose sections are read while somebody takes them. */
export async function seatsInParts({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly filter: SeatFilter };
}): Promise<SeatsInParts> {
  const portfolio = await openPortfolio(ctx);
  return {
    stand: await dataStand(ctx, portfolio.origin),
    mark: await portfolio.mark(),
    report: () => seatReportInParts(ctx, portfolio, input.filter),
  };
}
