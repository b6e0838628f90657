import { starredAccountId } from '../domain/priority.ts';
import type { Context } from './context.ts';
import { dataStand } from './data-stand.ts';
import { portfolioStandings } from './portfolio-standings.ts';
import type { AccountStanding, HealthListReport } from './reports.ts';

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
  const { origin, standings } = await portfolioStandings(ctx);
  const own = input.ownerSlackUserId
    ? standings.filter(({ account }) => account.owner?.slackUserId === input.ownerSlackUserId)
    : [];
  const scope = own.length > 0 ? 'mine' : 'bottom';
  const inScope = (scope === 'mine' ? own : standings).filter(({ assessment }) => assessment.facts.excluded == null);
  const isScored = ({ assessment }: AccountStanding): boolean => assessment.health.scoreTenths !== null;
  const scored = inScope.filter(isScored).slice(0, input.limit ?? (scope === 'mine' ? MINE : BOTTOM));
  const unscored = inScope.filter((standing) => !isScored(standing)).slice(0, UNSCORED);
  const all = standings.map(({ assessment }) => assessment);
  return {
    stand: await dataStand(ctx, origin),
    scope,
    scored,
    unscored,
    more: inScope.length - scored.length - unscored.length,
    star: starredAccountId(all, ctx.reportingCurrency),
  };
}
