import { compareIds } from '../domain/compare-ids.ts';
import type { Day } from '../domain/day.ts';
import { reportingMrr } from '../domain/reporting-mrr.ts';
import { localDayOf } from '../lib/local-time.ts';
import { loadAccounts, toAccountEntry } from '../store/accounts.ts';
import { loadRun, loadStandings } from '../store/snapshots.ts';
import { assessAccounts } from './assess-accounts.ts';
import type { Context } from './context.ts';
import type { Origin } from './data-stand.ts';
import { definitionHash } from './definition-hash.ts';
import type { AccountStanding } from './reports.ts';
import { toStanding } from './to-standing.ts';

export interface PortfolioFilter {
  /** The newest snapshot day not after this one; the newest of all when absent. */
  readonly upTo?: Day | undefined;
  readonly ownerEmail?: string | undefined;
  readonly ownerSlackUserId?: string | undefined;
  readonly plan?: string | undefined;
}

export interface Portfolio {
  readonly origin: Origin;
  /** Lowest score first, then highest MRR, then id; accounts without a score last. */
  readonly standings: readonly AccountStanding[];
}

/** Accounts of the newest snapshot day; computed for this answer while there is no snapshot at all. */
export async function portfolioStandings(ctx: Context, filter: PortfolioFilter = {}): Promise<Portfolio> {
  const { upTo, ...wanted } = filter;
  const run = await loadRun(ctx.db, upTo ?? null);
  if (run === null) return livePortfolio(ctx, filter);
  const rows = await loadStandings(ctx.db, { ...wanted, day: run.day });
  const standings = rows.map((row) => {
    const { facts, seats, health, computed_at, ...account } = row;
    return toStanding(ctx, run.day, toAccountEntry(account), { facts, seats, health });
  });
  const origin = {
    day: run.day,
    computedAt: run.finished_at,
    live: false,
    definition: { id: run.definition_id, version: run.definition_version },
    definitionHash: run.definition_hash,
  };
  return { origin, standings };
}

async function livePortfolio(ctx: Context, filter: PortfolioFilter): Promise<Portfolio> {
  const day = filter.upTo ?? localDayOf(ctx.now(), ctx.timeZone);
  const { accounts } = await assessAccounts(ctx, { day });
  const entries = await loadAccounts(
    ctx.db,
    accounts.map(({ accountNo }) => accountNo),
  );
  const standings = accounts.flatMap(({ accountNo, assessment }) => {
    const entry = entries.get(accountNo);
    return entry ? [toStanding(ctx, day, entry, assessment)] : [];
  });
  return {
    origin: { day, computedAt: ctx.now(), live: true, definition: ctx.health, definitionHash: definitionHash(ctx) },
    standings: standings.filter((standing) => isWanted(standing, filter)).sort(worstFirst(ctx.reportingCurrency)),
  };
}

function isWanted({ account }: AccountStanding, filter: PortfolioFilter): boolean {
  const { ownerEmail, ownerSlackUserId, plan } = filter;
  return (
    (ownerEmail === undefined || account.owner?.email.toLowerCase() === ownerEmail.toLowerCase()) &&
    (ownerSlackUserId === undefined || account.owner?.slackUserId === ownerSlackUserId) &&
    (plan === undefined || account.plan?.toLowerCase() === plan.toLowerCase())
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
