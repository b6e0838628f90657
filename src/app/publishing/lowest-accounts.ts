import { suggestedPlays } from '../../domain/suggested-play.ts';
import { loadHistory } from '../../store/snapshots.ts';
import { accountStanding } from '../accounts/account-standing.ts';
import { scoreHistory } from '../accounts/score-history.ts';
import type { Context } from '../context.ts';
import { lastContactOf } from '../outreach/last-contact.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { seatMonths } from '../seats/seat-months.ts';
import { dashboardAccount } from './dashboard-account.ts';
import type { DashboardDetail } from './dashboard-reports.ts';

const LOWEST = 5;
const HISTORY_DAYS = 90;

/** The five lowest scores of the portfolio with their past: scores, people and seats, and the last touch. */
export async function lowestAccounts(ctx: Context, portfolio: Portfolio, money: boolean): Promise<DashboardDetail[]> {
  const lowest = await portfolio.standings({ scored: true, limit: LOWEST });
  return Promise.all(lowest.map(({ account }) => detailOf(ctx, account.accountId, money)));
}

async function detailOf(ctx: Context, accountId: string, money: boolean): Promise<DashboardDetail> {
  const found = await accountStanding(ctx, accountId);
  const { entry, standing } = found;
  const rows = await loadHistory(ctx.db, entry.accountNo, HISTORY_DAYS);
  const contact = await lastContactOf(ctx, entry.accountNo);
  return {
    account: dashboardAccount(standing, money),
    history: scoreHistory(rows, found),
    months: await seatMonths(ctx, found),
    lastContact: contact && { on: contact.on, daysAgo: contact.daysAgo, kind: contact.kind },
    plays: suggestedPlays(standing.assessment),
  };
}
