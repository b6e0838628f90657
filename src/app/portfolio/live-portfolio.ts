import type { Band } from '../../domain/assessment.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import type { Day } from '../../domain/day.ts';
import { reportingMrr } from '../../domain/reporting-mrr.ts';
import type { Stake } from '../../domain/stake.ts';
import { loadAccounts } from '../../store/accounts.ts';
import type { BucketCountRow } from '../../store/snapshot-rows.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import { toStanding } from '../accounts/to-standing.ts';
import type { Context } from '../context.ts';
import { liveOrigin } from '../freshness/data-stand.ts';
import { assessAccounts } from '../snapshots/assess-accounts.ts';
import type { Portfolio, PortfolioFilter, StandingParts } from './portfolio.ts';

/** The portfolio of a day from what is stored now; filters and order are those of the stored one. */
export async function livePortfolio(ctx: Context, day: Day): Promise<Portfolio> {
  const { accounts } = await assessAccounts(ctx, { day });
  const entries = await loadAccounts(
    ctx.db,
    accounts.map(({ accountNo }) => accountNo),
  );
  const all = accounts
    .flatMap(({ accountNo, assessment }) => {
      const entry = entries.get(accountNo);
      return entry ? [toStanding(ctx, day, entry, assessment)] : [];
    })
    .sort(worstFirst(ctx.reportingCurrency));
  return {
    origin: liveOrigin(ctx, day),
    standings: async (filter = {}) => all.filter((standing) => isWanted(standing, filter)).slice(0, filter.limit),
    inParts: () => only(all),
    order: async () => all.map(({ account }) => account.accountId),
    listed: (accountIds) => {
      const byId = new Map(all.map((standing) => [standing.account.accountId, standing]));
      return only(accountIds.flatMap((id) => byId.get(id) ?? []));
    },
    mark: async () => null,
    stakes: async (filter = {}) =>
      all.filter((standing) => isWanted(standing, filter)).map(({ assessment }) => assessment),
    counts: async ({ ownerEmail, ownerSlackUserId, plan } = {}) =>
      all
        .filter((standing) => isWanted(standing, { ownerEmail, ownerSlackUserId, plan }))
        .map(({ assessment }) => countOf(assessment)),
  };
}

async function* only(standings: readonly AccountStanding[]): StandingParts {
  yield standings;
}

/** One account as a row of counts. */
export function countOf({ facts, seats, health }: Stake): BucketCountRow {
  const scored = health.scoreTenths !== null;
  return { bucket: seats.bucket, scored, excluded: facts.excluded ?? null, accounts: 1 };
}

function isWanted({ account, assessment, band }: AccountStanding, filter: PortfolioFilter): boolean {
  const { accountIds, ownerEmail, ownerSlackUserId, plan, bands, buckets, scored } = filter;
  const hasScore = assessment.health.scoreTenths !== null;
  return (
    (accountIds === undefined || accountIds.includes(account.accountId)) &&
    (ownerEmail === undefined || account.owner?.email.toLowerCase() === ownerEmail.toLowerCase()) &&
    (ownerSlackUserId === undefined || account.owner?.slackUserId === ownerSlackUserId) &&
    (plan === undefined || account.plan?.toLowerCase() === plan.toLowerCase()) &&
    (bands === undefined || bands.includes(band as Band)) &&
    (buckets === undefined || buckets.includes(assessment.seats.bucket)) &&
    (scored === undefined || (scored ? hasScore : !hasScore && assessment.seats.bucket !== 'excluded'))
  );
}

// The order of sql/queries/standings.sql.
function worstFirst(currency: string): (a: AccountStanding, b: AccountStanding) => number {
  const score = ({ assessment }: AccountStanding): number => assessment.health.scoreTenths ?? Number.POSITIVE_INFINITY;
  const mrr = ({ assessment }: AccountStanding): number => reportingMrr(assessment.facts, currency) ?? -1;
  return (a, b) => {
    const byScore = score(a) === score(b) ? 0 : score(a) - score(b);
    return byScore || mrr(b) - mrr(a) || compareIds(a.account.accountId, b.account.accountId);
  };
}
