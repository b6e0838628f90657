import { compareIds } from '../../domain/compare-ids.ts';
import type { SignalId } from '../../domain/episodes/rules/index.ts';
import { groupBy } from '../../domain/group-by.ts';
import { suggestedPlays } from '../../domain/suggested-play.ts';
import { loadOpenAlertAccounts, loadOpenAlerts, type OpenAlertRow } from '../../store/dashboards.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { type Authors, authorsOf } from '../judgements/authors.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { dashboardAccount } from './dashboard-account.ts';
import type { ActionQueue, DashboardAlert } from './dashboard-reports.ts';
import { standingsOf } from './standings-of.ts';

const SHOWN = 10;

interface QueueInput {
  readonly portfolio: Portfolio;
  /** Of every account of the day, by the vendor's own id. */
  readonly priorities: ReadonlyMap<string, number>;
  readonly money: boolean;
  /** Only alerts of these kinds, worst first. */
  readonly signals: readonly SignalId[];
}

/** The open alerts of all accounts as they are now, by priority: nobody's and those that somebody took. */
export async function actionQueue(
  ctx: Context,
  { money, portfolio, priorities, signals }: QueueInput,
): Promise<ActionQueue> {
  const found = await loadOpenAlertAccounts(ctx.db, signals);
  const rank = (id: string): number => priorities.get(id) ?? -1;
  const isPresent = (id: string): boolean => priorities.has(id);
  const awake = found.awake.filter(isPresent).sort((a, b) => rank(b) - rank(a) || compareIds(a, b));
  const first = awake.slice(0, SHOWN);
  const [rows, standings] = await Promise.all([
    loadOpenAlerts(ctx.db, { signals, accountIds: first }),
    standingsOf(portfolio, first),
  ]);
  const authors = await authorsOf(
    ctx,
    rows.flatMap(({ acknowledged_by: by }) => by ?? []),
  );
  const alerts = groupBy(rows, (row) => row.account_id);
  return {
    alerts: standings.flatMap((standing) => {
      const own = inOrder(alerts.get(standing.account.accountId) ?? [], signals);
      return alertOf(standing, own, { authors, money });
    }),
    more: awake.length - first.length,
    snoozed: found.asleep.filter(isPresent).length,
  };
}

/** The worst first: signals are given in that order. */
function inOrder(rows: readonly OpenAlertRow[], signals: readonly SignalId[]): OpenAlertRow[] {
  return [...rows].sort((a, b) => signals.indexOf(a.signal) - signals.indexOf(b.signal));
}

function alertOf(
  standing: AccountStanding,
  rows: readonly OpenAlertRow[],
  { authors, money }: { readonly authors: Authors; readonly money: boolean },
): DashboardAlert[] {
  const [worst, ...others] = rows;
  if (worst === undefined) return [];
  const isTaken = rows.every(({ state }) => state === 'acknowledged');
  const taker = isTaken ? worst.acknowledged_by : null;
  return [
    {
      account: dashboardAccount(standing, money),
      signal: worst.signal,
      others: others.map(({ signal }) => signal),
      since: worst.opened_on,
      state: isTaken ? 'acknowledged' : 'open',
      takenBy: taker === null ? null : authors(taker).name,
      play: suggestedPlays(standing.assessment)[0] ?? null,
    },
  ];
}
