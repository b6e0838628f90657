import { compareIds } from '../../domain/compare-ids.ts';
import type { SignalId } from '../../domain/episodes/rules/index.ts';
import { groupBy } from '../../domain/group-by.ts';
import { priorityMinor } from '../../domain/priority.ts';
import type { Stake } from '../../domain/stake.ts';
import { suggestedPlays } from '../../domain/suggested-play.ts';
import { loadOpenAlerts, type OpenAlertRow } from '../../store/dashboards.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { type Authors, authorsOf } from '../judgements/authors.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { dashboardAccount } from './dashboard-account.ts';
import type { ActionQueue, DashboardAlert } from './dashboard-reports.ts';

const SHOWN = 10;

interface QueueInput {
  readonly portfolio: Portfolio;
  readonly stakes: readonly Stake[];
  readonly money: boolean;
  /** Only alerts of these kinds, worst first. */
  readonly signals: readonly SignalId[];
}

/** The open alerts of all accounts as they are now, by priority: nobody's and those that somebody took. */
export async function actionQueue(
  ctx: Context,
  { money, portfolio, signals, stakes }: QueueInput,
): Promise<ActionQueue> {
  const found = groupBy(await loadOpenAlerts(ctx.db, signals), (row) => row.account_id);
  const priorities = new Map(
    stakes.map((stake) => [stake.facts.account_id, priorityMinor(stake, ctx.reportingCurrency) ?? -1]),
  );
  const rank = (id: string): number => priorities.get(id) ?? -1;
  const present = [...found].filter(([id]) => priorities.has(id));
  const awake = present
    .map(([id, rows]) => ({ id, rows: rows.filter(({ state }) => state !== 'snoozed') }))
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => rank(b.id) - rank(a.id) || compareIds(a.id, b.id));
  const first = awake.slice(0, SHOWN);
  const standings = await portfolio.standings({ accountIds: first.map(({ id }) => id) });
  const byId = new Map(standings.map((standing) => [standing.account.accountId, standing]));
  const takers = first.flatMap(({ rows }) => rows.flatMap(({ acknowledged_by: by }) => by ?? []));
  const authors = await authorsOf(ctx, takers);
  return {
    alerts: first.flatMap(({ id, rows }) => {
      const standing = byId.get(id);
      return standing === undefined ? [] : alertOf(standing, inOrder(rows, signals), { authors, money });
    }),
    more: awake.length - first.length,
    snoozed: present.length - awake.length,
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
