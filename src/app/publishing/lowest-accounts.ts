import { suggestedPlays } from '../../domain/suggested-play.ts';
import { loadHistory } from '../../store/snapshots.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import { accountStanding } from '../accounts/account-standing.ts';
import { scoreHistory } from '../accounts/score-history.ts';
import type { Context } from '../context.ts';
import { createKept } from '../kept.ts';
import { lastContactOf } from '../outreach/last-contact.ts';
import { seatMonths } from '../seats/seat-months.ts';
import { dashboardAccount } from './dashboard-account.ts';
import type { DashboardDetail } from './dashboard-reports.ts';

const LOWEST = 5;
const HISTORY_DAYS = 90;

type Past = Pick<DashboardDetail, 'history' | 'months'> & { readonly accountNo: number };

interface LowestInput {
  /** Another one: the data is another. */
  readonly mark: string;
  readonly money: boolean;
  /** Lowest score first. */
  readonly worst: readonly AccountStanding[];
}

const keptPasts = createKept<ReadonlyMap<string, Past>>();

/**
 * The five lowest scores with their past: scores, people and seats, which are read once for each mark, and the last
 * touch as it is now.
 */
export async function lowestAccounts(ctx: Context, { mark, money, worst }: LowestInput): Promise<DashboardDetail[]> {
  const lowest = worst.filter(({ assessment }) => assessment.health.scoreTenths !== null).slice(0, LOWEST);
  const ids = lowest.map(({ account }) => account.accountId);
  const pasts = await keptPasts(ctx.db, JSON.stringify([mark, ids]), () => readPasts(ctx, ids));
  const details = lowest.map(async (standing) => {
    const past = pasts.get(standing.account.accountId);
    return past === undefined ? [] : [await detailOf(ctx, { standing, past, money })];
  });
  return (await Promise.all(details)).flat();
}

async function readPasts(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Past>> {
  return new Map(await Promise.all(ids.map(async (id) => [id, await pastOf(ctx, id)] as const)));
}

async function pastOf(ctx: Context, accountId: string): Promise<Past> {
  const found = await accountStanding(ctx, accountId);
  const { accountNo } = found.entry;
  const rows = await loadHistory(ctx.db, accountNo, HISTORY_DAYS);
  return { accountNo, history: scoreHistory(rows, found), months: await seatMonths(ctx, found) };
}

async function detailOf(
  ctx: Context,
  { money, past, standing }: { readonly standing: AccountStanding; readonly past: Past; readonly money: boolean },
): Promise<DashboardDetail> {
  const contact = await lastContactOf(ctx, past.accountNo);
  return {
    account: dashboardAccount(standing, money),
    history: past.history,
    months: past.months,
    lastContact: contact && { on: contact.on, daysAgo: contact.daysAgo, kind: contact.kind },
    plays: suggestedPlays(standing.assessment),
  };
}
