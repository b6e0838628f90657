import type { Day } from '../../domain/day.ts';
import { addMonths, firstDayOf, type Month, monthOf, monthsBetween } from '../../domain/month.ts';
import {
  COHORT_DIMENSIONS,
  type CohortDimension,
  type CohortMember,
  cohortsOf,
  LEAST_ACCOUNTS,
  shownRates,
} from '../../domain/revenue/cohorts.ts';
import { knownMinor } from '../../domain/revenue/level.ts';
import { SIZE_CLASSES, sizeClassOf } from '../../domain/size-class.ts';
import { AppError } from '../../lib/errors.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { portfolioOrigin } from '../portfolio/portfolio-origin.ts';
import { revenueFrame } from './revenue-frame.ts';
import { type RevenueAccount, revenueHistory } from './revenue-history.ts';
import type { CohortAge, RevenueCohort, RevenueCohorts } from './revenue-reports.ts';

/** Months that retention is told over: the longest for which enough accounts paid at the start. */
const SPANS = [12, 6, 3, 1] as const;
/** Cohorts of earlier months are one. */
const MONTHS_BACK = 24;
const AGES = [1, 3, 6, 12, 24];

/**
 * Retention and expansion by month of first payment, industry, size or plan; groups of fewer than five accounts are
 * counted and hidden.
 * @throws AppError `invalid` for another way to group.
 */
export async function revenueCohorts({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly by: CohortDimension };
}): Promise<RevenueCohorts> {
  const { by } = input;
  if (!COHORT_DIMENSIONS.includes(by)) {
    throw new AppError('invalid', `by: "${by}" is no way to group; use one of ${COHORT_DIMENSIONS.join(', ')}.`);
  }
  const origin = await portfolioOrigin(ctx);
  const to = revenueFrame(origin.day, {}).lastComplete;
  const grouped = by === 'month' ? await byMonth(ctx, to) : await byTrait(ctx, by, to);
  return { stand: await dataStand(ctx, origin), by, currency: ctx.reportingCurrency, to, ...grouped };
}

type Grouped = Pick<RevenueCohorts, 'from' | 'cohorts' | 'unmeasured'>;

async function byTrait(ctx: Context, by: Exclude<CohortDimension, 'month'>, to: Day): Promise<Grouped> {
  const starts = SPANS.map((months) => firstDayOf(addMonths(monthOf(to), -months)));
  const accounts = await revenueHistory(ctx, [...starts, to]);
  const paidAt = (day: Day): number => accounts.filter(({ at }) => (knownMinor(at(day)) ?? 0) > 0).length;
  const from = starts.find((day) => paidAt(day) >= LEAST_ACCOUNTS) ?? starts.at(-1) ?? to;
  const { members, unmeasured } = membersOf(accounts, from, to, (account) => traitOf(account, by, from));
  const found = cohortsOf(members).map((cohort) => ({ ...cohort, ages: [] }));
  return { from, cohorts: by === 'size' ? found.sort(smallestFirst) : found, unmeasured };
}

function smallestFirst(a: RevenueCohort, b: RevenueCohort): number {
  const sizes: readonly (string | null)[] = [...SIZE_CLASSES, null];
  return sizes.indexOf(a.cohort) - sizes.indexOf(b.cohort);
}

function traitOf(account: RevenueAccount, by: Exclude<CohortDimension, 'month'>, from: Day): string | null {
  return by === 'size' ? sizeClassOf(account.seats(from)) : account[by];
}

async function byMonth(ctx: Context, to: Day): Promise<Grouped> {
  const last = monthOf(to);
  const earliest = addMonths(last, -MONTHS_BACK);
  const ends = Array.from({ length: MONTHS_BACK + 1 }, (_, index) => firstDayOf(addMonths(earliest, index)));
  const accounts = (await revenueHistory(ctx, ends)).filter(({ firstPaidOn }) => firstPaidOn !== null);
  const groups = ends.map((base) => {
    const cohort = addMonths(monthOf(base), -1);
    const isOf = (paid: Month): boolean => (monthOf(base) === earliest ? paid <= cohort : paid === cohort);
    return { base, cohort, isOf };
  });
  const reports = groups.map(({ base, cohort, isOf }) => {
    const own = accounts.filter(({ firstPaidOn }) => isOf(monthOf(firstPaidOn ?? to)));
    const { members, unmeasured } = membersOf(own, base, to, () => cohort);
    const name = monthOf(base) === earliest ? `${cohort} or earlier` : cohort;
    const [found] = cohortsOf(members);
    const ages = found?.rates ? agesOf(own, base, to) : [];
    return { unmeasured, cohorts: found ? [{ ...found, cohort: name, ages }] : [] };
  });
  const cohorts: RevenueCohort[] = reports.flatMap((report) => report.cohorts);
  return { from: ends[0] ?? to, cohorts, unmeasured: reports.reduce((sum, report) => sum + report.unmeasured, 0) };
}

function agesOf(own: readonly RevenueAccount[], base: Day, to: Day): CohortAge[] {
  const oldest = monthsBetween(monthOf(base), monthOf(to));
  return AGES.filter((months) => months <= oldest).map((months) => {
    const day = firstDayOf(addMonths(monthOf(base), months));
    const rates = shownRates(membersOf(own, base, day, () => null).members);
    return {
      months,
      nrrTenths: rates?.nrrTenths ?? null,
      grrTenths: rates?.grrTenths ?? null,
      expansionTenths: rates?.expansionTenths ?? null,
    };
  });
}

/** Accounts that paid at `from`, with their group; those whose MRR is not known at either end are counted. */
function membersOf(
  accounts: readonly RevenueAccount[],
  from: Day,
  to: Day,
  cohortOf: (account: RevenueAccount) => string | null,
): { readonly members: CohortMember[]; readonly unmeasured: number } {
  const members: CohortMember[] = [];
  let unmeasured = 0;
  for (const account of accounts) {
    const [start, end] = [knownMinor(account.at(from)), knownMinor(account.at(to))];
    if (start === null || (end === null && start > 0)) unmeasured += 1;
    else if (start > 0) members.push({ cohort: cohortOf(account), startMinor: start, endMinor: end ?? 0 });
  }
  return { members, unmeasured };
}
