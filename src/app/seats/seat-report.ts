import type { Bucket } from '../../domain/assessment.ts';
import { byExposure } from '../../domain/ranking.ts';
import type { Stake } from '../../domain/stake.ts';
import { seatTotals, type MoneyTotal as Total } from '../../domain/totals.ts';
import type { BucketCountRow } from '../../store/snapshot-rows.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { countOf } from '../portfolio/live-portfolio.ts';
import { moneyTotal } from '../portfolio/money-total.ts';
import { openPortfolio } from '../portfolio/open-portfolio.ts';
import type { Portfolio, StandingParts } from '../portfolio/portfolio.ts';
import type { MoneyTotal } from '../portfolio/portfolio-reports.ts';
import { standingsById } from '../portfolio/standings-by-id.ts';
import { matchesSeatFilter } from './matches-filter.ts';
import type { SeatFilter, SeatReport, SeatReportOf } from './seats-report.ts';

const SECTIONS = ['at_risk', 'dormant', 'ramping', 'expansion'] as const satisfies readonly Bucket[];
const NOT_RANKED: readonly Bucket[] = ['excluded', 'no_seats', 'no_signal', 'small', 'onboarding'];

/**
 * Seat utilization of the accounts that match the filter, in sections by bucket, with their totals.
 * `most` bounds the accounts that are listed, section by section; totals and counts are of all.
 */
export async function seatReport({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly filter: SeatFilter; readonly most?: number | undefined };
}): Promise<SeatReport> {
  return seatReportOf(ctx, await openPortfolio(ctx), input);
}

/** The same of a portfolio that is open already. */
export async function seatReportOf(
  ctx: Context,
  portfolio: Portfolio,
  { filter, most }: { readonly filter: SeatFilter; readonly most?: number | undefined },
): Promise<SeatReport> {
  const found = await findSections(ctx, portfolio, filter);
  const shown = found.inOrder.slice(0, most);
  const byId = await standingsById(
    portfolio,
    shown.map(({ facts }) => facts.account_id),
  );
  return reportOf(ctx, portfolio, found, {
    more: found.inOrder.length - shown.length,
    section: (bucket) => idsOf(shown, bucket).flatMap((id) => byId.get(id) ?? []),
  });
}

/** The same with sections that are read while somebody takes them. */
export async function seatReportInParts(
  ctx: Context,
  portfolio: Portfolio,
  filter: SeatFilter,
): Promise<SeatReportOf<StandingParts>> {
  const found = await findSections(ctx, portfolio, filter);
  const section = (bucket: Bucket): StandingParts => portfolio.listed(idsOf(found.inOrder, bucket));
  return reportOf(ctx, portfolio, found, { more: 0, section });
}

interface FoundSections extends SeatRows {
  readonly filter: SeatFilter;
  /** The accounts of the sections, section by section. */
  readonly inOrder: readonly Stake[];
}

async function findSections(ctx: Context, portfolio: Portfolio, filter: SeatFilter): Promise<FoundSections> {
  const { counts, stakes } = await readSeats(portfolio, filter);
  return { filter, counts, stakes, inOrder: SECTIONS.flatMap((bucket) => ranked(ctx, stakes, bucket)) };
}

async function reportOf<Section>(
  ctx: Context,
  portfolio: Portfolio,
  { counts, filter, stakes }: FoundSections,
  { more, section }: { readonly more: number; readonly section: (bucket: Bucket) => Section },
): Promise<SeatReportOf<Section>> {
  const totals = seatTotals(stakes, ctx.reportingCurrency);
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
    more,
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
  readonly stakes: readonly Stake[];
  readonly counts: readonly BucketCountRow[];
}

/** Renewal and quarter drop are no columns to count by, so that only then all accounts are read. */
async function readSeats(portfolio: Portfolio, filter: SeatFilter): Promise<SeatRows> {
  const { ownerEmail, ownerSlackUserId, plan, renewsWithinDays, droppedPoints } = filter;
  const whose = { ownerEmail, ownerSlackUserId, plan };
  if (renewsWithinDays === undefined && droppedPoints === undefined) {
    const stakes = await portfolio.stakes({ ...whose, buckets: SECTIONS });
    return { stakes, counts: await portfolio.counts(whose) };
  }
  const stakes = (await portfolio.stakes(whose)).filter((stake) => matchesSeatFilter(stake, filter));
  return { stakes, counts: stakes.map(countOf) };
}

function ranked(ctx: Context, stakes: readonly Stake[], bucket: Bucket): Stake[] {
  return byExposure(
    stakes.filter(({ seats }) => seats.bucket === bucket),
    ctx.reportingCurrency,
  );
}

function idsOf(shown: readonly Stake[], bucket: Bucket): string[] {
  return shown.filter(({ seats }) => seats.bucket === bucket).map(({ facts }) => facts.account_id);
}
