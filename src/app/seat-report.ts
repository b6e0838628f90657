import type { Assessment, Bucket } from '../domain/assessment.ts';
import { byExposure } from '../domain/ranking.ts';
import { seatTotals, type MoneyTotal as Total } from '../domain/totals.ts';
import type { Context } from './context.ts';
import { dataStand } from './data-stand.ts';
import { moneyTotal } from './money-total.ts';
import { portfolioStandings } from './portfolio-standings.ts';
import type { AccountStanding, MoneyTotal, SeatFilter, SeatReport } from './reports.ts';

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
  const { ownerEmail, ownerSlackUserId, plan } = filter;
  const { origin, standings } = await portfolioStandings(ctx, { ownerEmail, ownerSlackUserId, plan });
  const matching = standings.filter((standing) => matches(standing, filter));
  const assessments = matching.map(({ assessment }) => assessment);
  const totals = seatTotals(assessments, ctx.reportingCurrency);
  const section = (bucket: Bucket): AccountStanding[] => ranked(ctx, matching, bucket);
  const money = (total: Total): MoneyTotal => moneyTotal(ctx, total);
  const count = (test: (row: Assessment) => boolean): number => assessments.filter(test).length;
  return {
    stand: await dataStand(ctx, origin),
    filter,
    minSeats: ctx.utilization.min_seats,
    ranked: count(({ seats }) => !NOT_RANKED.includes(seats.bucket)),
    total: matching.length,
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
      small: count(({ seats }) => seats.bucket === 'small'),
      usageBased: count(({ facts }) => facts.excluded === 'usage_based_plan'),
      noSignal: count(({ seats }) => seats.bucket === 'no_signal'),
      onboarding: count(({ seats }) => seats.bucket === 'onboarding'),
      noSeats: count(({ seats }) => seats.bucket === 'no_seats'),
      otherwiseExcluded: count(({ facts }) => facts.excluded != null && facts.excluded !== 'usage_based_plan'),
    },
  };
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
