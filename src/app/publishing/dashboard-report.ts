import { SIGNAL_RULES, type SignalId } from '../../domain/episodes/rules/index.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { moneyTotal } from '../portfolio/money-total.ts';
import { openPortfolio } from '../portfolio/open-portfolio.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { portfolioMetrics } from '../portfolio/portfolio-metrics.ts';
import { seatReportOf } from '../seats/seat-report.ts';
import type { SeatReport } from '../seats/seats-report.ts';
import { actionQueue } from './action-queue.ts';
import { dashboardAccount } from './dashboard-account.ts';
import type {
  DashboardReport,
  HealthDashboard,
  PortfolioDashboard,
  UtilizationDashboard,
} from './dashboard-reports.ts';
import { lowestAccounts } from './lowest-accounts.ts';
import { type PortfolioLevels, portfolioLevels, withLevels } from './portfolio-levels.ts';
import type { DashboardKind } from './published-report.ts';
import { standingsOf } from './standings-of.ts';

/** Accounts that a page lists. */
const WORST = 200;
const SEAT_SIGNALS: readonly SignalId[] = ['at_risk_enter', 'renewal_red_flag', 'quarter_drop', 'dormant', 'expansion'];
const ALERT_SIGNALS = SIGNAL_RULES.map(({ id }) => id).filter((id) => id !== 'expansion');

export interface DashboardInput {
  readonly kind: DashboardKind;
  /** Without it there is no amount anywhere in the report. */
  readonly money: boolean;
  /** 'worst': the first 200, for a page; 'all': every account, for files. Sums and counts are of all in both. */
  readonly accounts: 'worst' | 'all';
}

interface Frame {
  readonly portfolio: Portfolio;
  readonly levels: PortfolioLevels;
  readonly input: DashboardInput;
}

/** What a published dashboard shows now: numbers of the newest snapshot, alerts and age of the data of this moment. */
export async function dashboardReport({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: DashboardInput;
}): Promise<DashboardReport> {
  const portfolio = await openPortfolio(ctx);
  const frame = { portfolio, levels: await portfolioLevels(ctx, portfolio), input };
  switch (input.kind) {
    case 'health':
      return healthDashboard(ctx, frame);
    case 'utilization':
      return utilizationDashboard(ctx, frame);
    case 'portfolio':
      return portfolioDashboard(ctx, frame);
  }
}

async function frameOf(ctx: Context, { input, levels, portfolio }: Frame) {
  const { bandDays, excluded, paidSeats, people, total } = levels;
  const stand = await dataStand(ctx, portfolio.origin);
  return { bandDays, excluded, paidSeats, people, total, money: input.money, stand };
}

/** Lowest score first; those without a score last, excluded accounts after all others. */
function worstOf({ input, levels, portfolio }: Frame): Promise<readonly AccountStanding[]> {
  return standingsOf(portfolio, input.accounts === 'all' ? levels.order : levels.order.slice(0, WORST));
}

function listed({ input, levels }: Frame, worst: readonly AccountStanding[]) {
  return {
    accounts: worst.map((standing) => dashboardAccount(standing, input.money)),
    more: levels.total - worst.length,
  };
}

async function healthDashboard(ctx: Context, frame: Frame): Promise<HealthDashboard> {
  const { input, levels, portfolio } = frame;
  const { mark, priorities, totals } = levels;
  const { money } = input;
  const [worst, shared, queue] = await Promise.all([
    worstOf(frame),
    frameOf(ctx, frame),
    actionQueue(ctx, { portfolio, priorities, money, signals: ALERT_SIGNALS }),
  ]);
  return {
    kind: 'health',
    ...shared,
    ...listed(frame, worst),
    churnExposure: money ? moneyTotal(ctx, totals.churnExposure) : null,
    mayLeave: levels.mayLeave,
    queue,
    lowest: await lowestAccounts(ctx, { mark, money, worst }),
  };
}

async function utilizationDashboard(ctx: Context, frame: Frame): Promise<UtilizationDashboard> {
  const { input, levels, portfolio } = frame;
  const { money } = input;
  const most = input.accounts === 'all' ? undefined : WORST;
  const [report, shared, queue] = await Promise.all([
    seatReportOf(ctx, withLevels(portfolio, levels), { filter: {}, most }),
    frameOf(ctx, frame),
    actionQueue(ctx, { portfolio, priorities: levels.priorities, money, signals: SEAT_SIGNALS }),
  ]);
  const accounts = [...report.atRisk, ...report.dormant, ...report.ramping, ...report.expansion];
  return {
    kind: 'utilization',
    ...shared,
    accounts: accounts.map((standing) => dashboardAccount(standing, money)),
    more: report.more,
    minSeats: report.minSeats,
    ranked: report.ranked,
    sections: levels.sections,
    totals: money ? report.totals : null,
    notRanked: report.notRanked,
    queue,
  };
}

async function portfolioDashboard(ctx: Context, frame: Frame): Promise<PortfolioDashboard> {
  const { input, levels } = frame;
  const [{ adoption, revenue }, shared, worst] = await Promise.all([
    portfolioMetrics({ ctx, input: {} }),
    frameOf(ctx, frame),
    worstOf(frame),
  ]);
  return {
    kind: 'portfolio',
    ...shared,
    ...listed(frame, worst),
    totals: input.money ? totalsOf(ctx, levels) : null,
    sections: levels.sections,
    revenue: input.money ? revenue : null,
    adoption,
  };
}

function totalsOf(ctx: Context, { totals }: PortfolioLevels): SeatReport['totals'] {
  return {
    atRisk: moneyTotal(ctx, totals.atRisk),
    dormant: moneyTotal(ctx, totals.dormant),
    ramping: moneyTotal(ctx, totals.ramping),
    expansion: moneyTotal(ctx, totals.expansion),
  };
}
