import { compareIds } from '../../domain/compare-ids.ts';
import type { SignalId } from '../../domain/episodes/rules/index.ts';
import { priorityMinor } from '../../domain/priority.ts';
import type { Stake } from '../../domain/stake.ts';
import { suggestedPlays } from '../../domain/suggested-play.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import type { EpisodeReport } from '../episodes/episode-reports.ts';
import { openEpisodes } from '../episodes/open-episodes.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { dashboardAccount } from './dashboard-account.ts';
import type { ActionQueue, DashboardAlert } from './dashboard-reports.ts';

const SHOWN = 20;

interface QueueInput {
  readonly portfolio: Portfolio;
  readonly stakes: readonly Stake[];
  readonly money: boolean;
  /** Only alerts of these kinds. */
  readonly signals: readonly SignalId[];
}

/** The open alerts of all accounts as they are now, by priority: nobody's and those that somebody took. */
export async function actionQueue(
  ctx: Context,
  { money, portfolio, signals, stakes }: QueueInput,
): Promise<ActionQueue> {
  const { accounts } = await openEpisodes({ ctx, input: {} });
  const wanted = accounts
    .map(({ account, open }) => ({
      id: account.accountId,
      open: open.filter(({ signal }) => signals.includes(signal)),
    }))
    .filter(({ open }) => open.length > 0);
  const awake = wanted.flatMap(({ id, open }) => {
    const shown = open.filter(({ state }) => state !== 'snoozed');
    return shown.length === 0 ? [] : [{ id, open: shown }];
  });
  const priorities = new Map(stakes.map((stake) => [stake.facts.account_id, priorityOf(ctx, stake)]));
  const rank = (id: string): number => priorities.get(id) ?? -1;
  const present = awake.filter(({ id }) => priorities.has(id));
  present.sort((a, b) => rank(b.id) - rank(a.id) || compareIds(a.id, b.id));
  const first = present.slice(0, SHOWN);
  const standings = await portfolio.standings({ accountIds: first.map(({ id }) => id) });
  const byId = new Map(standings.map((standing) => [standing.account.accountId, standing]));
  return {
    alerts: first.flatMap(({ id, open }) => {
      const standing = byId.get(id);
      return standing === undefined ? [] : alertOf(standing, open, money);
    }),
    more: present.length - first.length,
    snoozed: wanted.length - awake.length,
  };
}

function priorityOf(ctx: Context, stake: Stake): number {
  return priorityMinor(stake, ctx.reportingCurrency) ?? -1;
}

function alertOf(standing: AccountStanding, open: readonly EpisodeReport[], money: boolean): DashboardAlert[] {
  const [worst, ...others] = open;
  if (worst === undefined) return [];
  const taken = open.find(({ acknowledged }) => acknowledged !== null)?.acknowledged ?? null;
  return [
    {
      account: dashboardAccount(standing, money),
      signal: worst.signal,
      others: others.map(({ signal }) => signal),
      since: worst.since,
      state: open.every(({ state }) => state === 'acknowledged') ? 'acknowledged' : 'open',
      takenBy: taken?.by.name ?? null,
      play: suggestedPlays(standing.assessment)[0] ?? null,
    },
  ];
}
