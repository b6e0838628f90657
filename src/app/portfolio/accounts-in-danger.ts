import type { AccountStanding } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import { openPortfolio } from './open-portfolio.ts';

export interface DangerReport {
  readonly stand: DataStand;
  /** Lowest score first. */
  readonly standings: readonly AccountStanding[];
  /** In danger beyond those listed. */
  readonly more: number;
}

/** Accounts of the bands CRITICAL and WARN; `limit` bounds those that are listed. */
export async function accountsInDanger({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly ownerEmail?: string | undefined; readonly limit: number };
}): Promise<DangerReport> {
  const portfolio = await openPortfolio(ctx);
  const filter = { ownerEmail: input.ownerEmail, bands: ['CRITICAL', 'WARN'] } as const;
  const standings = await portfolio.standings({ ...filter, limit: input.limit });
  const all = await portfolio.stakes(filter);
  return { stand: await dataStand(ctx, portfolio.origin), standings, more: all.length - standings.length };
}
