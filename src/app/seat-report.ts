import type { Bucket } from '../domain/assessment.ts';
import { byExposure } from '../domain/ranking.ts';
import { seatTotals, type MoneyTotal as Total } from '../domain/totals.ts';
import type { BucketCountRow } from '../store/snapshot-rows.ts';
import type { Context } from './context.ts';
import { dataStand } from './data-stand.ts';
import { countOf } from './live-portfolio.ts';
import { moneyTotal } from './money-total.ts';
import { openPortfolio } from './open-portfolio.ts';
import type { Portfolio } from './portfolio.ts';
import type { AccountStanding, MoneyTotal, SeatFilter, SeatReport } from './reports.ts';

const SECTIONS = ['at_risk', 'dormant', 'ramping', 'expansion'] as const satisfies readonly Bucket[];
const NOT_RANKED: readonly Bucket[] = ['excluded', 'no_seats', 'no_signal', 'small', 'onboarding'];

/** Seat utilization of the accounts that match the filter, in sections by bucket, with their totals. */
export async function seatReport({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly filter: SeatFilter };
}): Promise<SeatReport> {
  const { filter } = input;
  const portfolio = await openPortfolio(ctx);
  const { rows, counts } = await readSeats(portfolio, filter);
  const assessments = rows.map(({ assessment }) => assessment);
  const totals = seatTotals(assessments, ctx.reportingCurrency);
  const section = (bucket: Bucket): AccountStanding[] => ranked(ctx, rows, bucket);
  const money = (total: Total): MoneyTotal => moneyTotal(ctx, total);
  const count = (test: (row: BucketCountRow) => boolean): number =>
    counts.filter(test).reduce((sum, { accounts }) => sum + accounts, 0);
  return {
    stand: await dataStand(ctx, portfolio.origin),
    filter,
    minSeats: ctx.utilization.min_seats,
    ranked: count(({ bucket }) => !NOT_RANKED.includes(bucket)),
    total: count(() => true),
    atRisk: section('at_risk'),
    dormant: section('dormant'),
    ramping: section('ramping'),
    expansion: section('expansion'),
    totals: {
      atRisk: money(totals.atRisk),
      dormant: money(totals.dormant),
      ramping: money(totals.ramping),
      expansion: money(totals.expansion),
    },
    notRanked: {
      small: count(({ bucket }) => bucket === 'small'),
      usageBased: count(({ excluded }) => excluded === 'usage_based_plan'),
      noSignal: count(({ bucket }) => bucket === 'no_signal'),
      onboarding: count(({ bucket }) => bucket === 'onboarding'),
      noSeats: count(({ bucket }) => bucket === 'no_seats'),
      otherwiseExcluded: count(({ bucket, excluded }) => bucket === 'excluded' && excluded !== 'usage_based_plan'),
    },
  };
}

interface SeatRows {
  /** At least every account of a section. */
  readonly rows: readonly AccountStanding[];
  readonly counts: readonly BucketCountRow[];
}

/** Renewal and quarter drop are inside the assessments, so that only then all of them are read. */
async function readSeats(portfolio: Portfolio, filter: SeatFilter): Promise<SeatRows> {
  const { ownerEmail, ownerSlackUserId, plan, renewsWithinDays, droppedPoints } = filter;
  const whose = { ownerEmail, ownerSlackUserId, plan };
  if (renewsWithinDays === undefined && droppedPoints === undefined) {
    const rows = await portfolio.standings({ ...whose, buckets: SECTIONS });
    return { rows, counts: await portfolio.counts(whose) };
  }
  const rows = (await portfolio.standings(whose)).filter((standing) => matches(standing, filter));
  return { rows, counts: rows.map(countOf) };
}

function ranked(ctx: Context, standings: readonly AccountStanding[], bucket: Bucket): AccountStanding[] {
  const here = standings.filter(({ assessment }) => assessment.seats.bucket === bucket);
  const order = byExposure(
    here.map(({ assessment }) => assessment),
    ctx.reportingCurrency,
  );
  const position = new Map(order.map((assessment, index) => [assessment.facts.account_id, index]));
  const at = ({ account }: AccountStanding): number => position.get(account.accountId) ?? 0;
  return here.sort((a, b) => at(a) - at(b));
}

function matches({ assessment }: AccountStanding, { renewsWithinDays, droppedPoints }: SeatFilter): boolean {
  const days = assessment.facts.days_to_renewal;
  const change = assessment.seats.quarterChange?.pointsTenths;
  const renews = renewsWithinDays === undefined || (days != null && days >= 0 && days < renewsWithinDays);
  return renews && (droppedPoints === undefined || (change !== undefined && change < -10 * droppedPoints));
}
