import { roleSplit } from '../../domain/adoption/role-split.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import type { Stake } from '../../domain/stake.ts';
import type { SeatGroupRow } from '../../store/seat-groups.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { openPortfolio } from '../portfolio/open-portfolio.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { assignmentOf, byAccount, groupRows, groupsOf } from './group-people.ts';
import { matchesSeatFilter } from './matches-filter.ts';
import type { SeatGroupBy, SeatGroupsReport } from './seat-groups-report.ts';
import type { SeatFilter } from './seats-report.ts';

const FLAGGED = 20;

/** People and their activity by role or department over the accounts that match the filter and are not excluded. */
export async function seatGroups({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly by: SeatGroupBy; readonly filter: SeatFilter };
}): Promise<SeatGroupsReport> {
  const { by, filter } = input;
  const portfolio = await openPortfolio(ctx);
  const { ownerEmail, ownerSlackUserId, plan } = filter;
  const stakes = (await portfolio.stakes({ ownerEmail, ownerSlackUserId, plan })).filter(
    (stake) => stake.seats.bucket !== 'excluded' && matchesSeatFilter(stake, filter),
  );
  const paid = new Map(stakes.map(({ facts }) => [facts.account_id, facts.paid_seats]));
  const rows = await groupRows(ctx, by, [...paid.keys()], portfolio.origin.day);
  return {
    stand: await dataStand(ctx, portfolio.origin),
    filter,
    by,
    total: stakes.length,
    accounts: byAccount(rows).size,
    groups: groupsOf(rows),
    flagged: by === 'role' ? await flaggedAccounts(portfolio, rows, stakes) : [],
    assignment: assignmentOf(rows, (accountId) => paid.get(accountId) ?? 0),
  };
}

async function flaggedAccounts(
  portfolio: Portfolio,
  rows: readonly SeatGroupRow[],
  stakes: readonly Stake[],
): Promise<SeatGroupsReport['flagged']> {
  const accounts = byAccount(rows);
  const found = [...stakes]
    .sort((a, b) => b.facts.paid_seats - a.facts.paid_seats || compareIds(a.facts.account_id, b.facts.account_id))
    .map(({ facts }) => ({ accountId: facts.account_id, split: roleSplit(accounts.get(facts.account_id) ?? []) }))
    .filter(({ split }) => split.isFlagged)
    .slice(0, FLAGGED);
  if (found.length === 0) return [];
  const standings = await portfolio.standings({ accountIds: found.map(({ accountId }) => accountId) });
  const refs = new Map(standings.map(({ account }) => [account.accountId, account]));
  return found.flatMap(({ accountId, split }) => {
    const account = refs.get(accountId);
    return account === undefined ? [] : [{ account, split }];
  });
}
