import { addDays, type Day, daysBetween } from '../../domain/day.ts';
import { priorityMinor } from '../../domain/priority.ts';
import type { Stake } from '../../domain/stake.ts';
import { mayLeave, type SeatTotals, seatTotals } from '../../domain/totals.ts';
import { type BandDayRow, loadBandDays, loadPeopleMonths, snapshotMark } from '../../store/dashboards.ts';
import type { BucketCountRow } from '../../store/snapshot-rows.ts';
import { loadSnapshotDays } from '../../store/snapshots.ts';
import type { Context } from '../context.ts';
import { createKept } from '../kept.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import type { BandDay, DashboardReport, SeatSection } from './dashboard-reports.ts';

const HISTORY_DAYS = 91;
const WEEK = 7;
/** With more days than this, one a week is shown. */
const MOST_DAYS = 14;
const MONTH = 30;

/** What a dashboard says of all accounts together. */
export interface PortfolioLevels
  extends Pick<DashboardReport, 'bandDays' | 'excluded' | 'paidSeats' | 'people' | 'total'> {
  readonly stakes: readonly Stake[];
  readonly totals: SeatTotals;
  readonly sections: Readonly<Record<SeatSection, number>>;
  /** CRITICAL accounts and those that cancelled. */
  readonly mayLeave: number;
  /** By the vendor's own id, of every account; -1 where money without a rate leaves it unknown. */
  readonly priorities: ReadonlyMap<string, number>;
  /** The vendor's own ids: lowest score first, those without a score last. */
  readonly order: readonly string[];
  /** Of all accounts. */
  readonly counts: readonly BucketCountRow[];
  /** Another one: the data is another. */
  readonly mark: string;
}

const keptLevels = createKept<PortfolioLevels>();

/**
 * Counts and sums of all accounts of the newest snapshot day. They are read once for a snapshot: whenever one is taken
 * or an account is erased, they are read again.
 */
export async function portfolioLevels(ctx: Context, portfolio: Portfolio): Promise<PortfolioLevels> {
  const mark = `${portfolio.origin.day} ${await snapshotMark(ctx.db)}`;
  const read = () => readLevels(ctx, portfolio, mark);
  return portfolio.origin.live ? read() : keptLevels(ctx.db, mark, read);
}

/** The portfolio whose sums and counts are those that were read for the levels already. */
export function withLevels(portfolio: Portfolio, { counts, stakes }: PortfolioLevels): Portfolio {
  return {
    ...portfolio,
    counts: async () => counts,
    stakes: async ({ buckets } = {}) =>
      buckets === undefined ? stakes : stakes.filter(({ seats }) => buckets.includes(seats.bucket)),
  };
}

async function readLevels(ctx: Context, portfolio: Portfolio, mark: string): Promise<PortfolioLevels> {
  const { day, live } = portfolio.origin;
  const [stakes, counts, order, months, stored] = await Promise.all([
    portfolio.stakes(),
    portfolio.counts(),
    portfolio.order(),
    live ? [] : loadPeopleMonths(ctx.db, day),
    live ? null : storedBandDays(ctx, day),
  ]);
  const counted = stakes.filter(({ facts }) => facts.excluded == null);
  return {
    stakes,
    counts,
    order,
    mark,
    totals: seatTotals(stakes, ctx.reportingCurrency),
    sections: sectionsOf(stakes),
    mayLeave: stakes.filter(mayLeave).length,
    priorities: new Map(
      stakes.map((stake) => [stake.facts.account_id, priorityMinor(stake, ctx.reportingCurrency) ?? -1]),
    ),
    total: stakes.length,
    excluded: stakes.length - counted.length,
    paidSeats: counted.reduce((sum, { facts }) => sum + facts.paid_seats, 0),
    bandDays: stored ?? [bandsOf(counted, day)],
    people: months.map(({ ago, people }) => ({ until: addDays(day, -MONTH * ago), people })),
  };
}

async function storedBandDays(ctx: Context, day: Day): Promise<BandDay[]> {
  const stored = await loadSnapshotDays(ctx.db, addDays(day, -HISTORY_DAYS), day);
  return bandDays(await loadBandDays(ctx.db, shownDays(stored, day)));
}

function sectionsOf(stakes: readonly Stake[]): Readonly<Record<SeatSection, number>> {
  const count = (bucket: SeatSection): number => stakes.filter(({ seats }) => seats.bucket === bucket).length;
  return {
    at_risk: count('at_risk'),
    dormant: count('dormant'),
    ramping: count('ramping'),
    expansion: count('expansion'),
  };
}

function shownDays(stored: readonly Day[], day: Day): Day[] {
  return stored.length <= MOST_DAYS ? [...stored] : stored.filter((other) => daysBetween(other, day) % WEEK === 0);
}

const NONE = { CRITICAL: 0, WARN: 0, ok: 0, healthy: 0, champion: 0 } as const;

function bandDays(rows: readonly BandDayRow[]): BandDay[] {
  const days = new Map<Day, BandDay>();
  for (const { accounts, band, day, excluded } of rows) {
    const before = days.get(day) ?? { day, bands: NONE, unscored: 0 };
    if (excluded) days.set(day, before);
    else if (band === null) days.set(day, { ...before, unscored: before.unscored + accounts });
    else days.set(day, { ...before, bands: { ...before.bands, [band]: accounts } });
  }
  return [...days.values()];
}

function bandsOf(stakes: readonly Stake[], day: Day): BandDay {
  const rows = stakes.map(({ health: { band, scoreTenths } }): BandDayRow => {
    const scored = scoreTenths !== null && band !== 'onboarding' && band !== 'not scored';
    return { day, excluded: false, band: scored ? band : null, accounts: 1 };
  });
  const bands: Record<keyof typeof NONE, number> = { ...NONE };
  for (const { band } of rows) if (band !== null) bands[band] += 1;
  return { day, bands, unscored: rows.filter(({ band }) => band === null).length };
}
