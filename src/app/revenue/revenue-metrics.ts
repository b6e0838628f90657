import { compareIds } from '../../domain/compare-ids.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { addMonths, firstDayOf, type Month, monthOf, monthsBetween } from '../../domain/month.ts';
import { revenuePerAccount } from '../../domain/revenue/average-revenue.ts';
import { knownMinor } from '../../domain/revenue/level.ts';
import { movedMinor, movementsOf } from '../../domain/revenue/movements.ts';
import { retentionRates } from '../../domain/revenue/retention-rates.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { portfolioOrigin } from '../portfolio/portfolio-origin.ts';
import { monthsOf, type RevenueFrame, type RevenueInput, revenueFrame } from './revenue-frame.ts';
import { type RevenueAccount, revenueHistory } from './revenue-history.ts';
import { revenuePerUserOf } from './revenue-per-user.ts';
import type {
  RevenueLevel,
  RevenueMetrics,
  RevenueMonth,
  RevenueRetention,
  UncountedAccount,
} from './revenue-reports.ts';

/** Months over which retention is told where there is history. */
const RETENTION_MONTHS = [12, 3, 1];
const USER_DAYS = 30;

/**
 * MRR over local months, what moved it, retention, and revenue per account and user, of all accounts.
 * @throws AppError `invalid` for months that cannot be asked for.
 */
export async function revenueMetrics({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: RevenueInput;
}): Promise<RevenueMetrics> {
  const origin = await portfolioOrigin(ctx);
  const frame = revenueFrame(origin.day, input);
  const figures = await revenueOf(ctx, frame, await revenueHistory(ctx, midnightsOf(frame)));
  return { ...figures, stand: await dataStand(ctx, origin) };
}

/** The local midnights that the report of a frame is made of; its end is the last one. */
export function midnightsOf(frame: RevenueFrame): Day[] {
  return [...monthsOf(frame).map(firstDayOf), addDays(frame.end, -USER_DAYS), frame.end];
}

/** The report by what every account paid at its midnights, and at others up to its end. */
export async function revenueOf(
  ctx: Context,
  frame: RevenueFrame,
  accounts: readonly RevenueAccount[],
): Promise<Omit<RevenueMetrics, 'stand'>> {
  const closing = levelAt(ctx, accounts, frame.end);
  const { currency } = closing.mrr;
  const arpa = revenuePerAccount(closing.mrr.minor, closing.payingAccounts);
  return {
    currency,
    day: frame.end,
    from: frame.from,
    to: frame.to,
    opening: levelAt(ctx, accounts, firstDayOf(frame.from)),
    closing,
    arr: { ...closing.mrr, minor: closing.mrr.minor * 12 },
    arpa: arpa === null ? null : { minor: arpa, currency },
    arpu: await revenuePerUserOf(ctx, accounts, { from: addDays(frame.end, -USER_DAYS), to: frame.end }),
    months: monthsOf(frame).map((month) => monthReport(ctx, accounts, month, frame.end)),
    retention: retentionsOf(accounts, frame),
    uncounted: uncountedAt(accounts, frame.end),
  };
}

/** MRR of all accounts at a midnight, at its own rates. */
function levelAt(ctx: Context, accounts: readonly RevenueAccount[], day: Day): RevenueLevel {
  const levels = accounts.map(({ atThen }) => knownMinor(atThen(day)));
  const uncounted = levels.filter((level) => level === null).length;
  const minor = levels.reduce((sum: number, level) => sum + (level ?? 0), 0);
  return {
    day,
    mrr: { minor, currency: ctx.reportingCurrency, partial: uncounted > 0 },
    payingAccounts: levels.filter((level) => level !== null && level > 0).length,
    uncounted,
  };
}

function monthReport(ctx: Context, accounts: readonly RevenueAccount[], month: Month, end: Day): RevenueMonth {
  const from = firstDayOf(month);
  const next = firstDayOf(addMonths(month, 1));
  const to = next < end ? next : end;
  const movements = movementsOf(
    accounts.map(({ at, firstPaidOn }) => ({
      before: knownMinor(at(from)),
      after: knownMinor(at(to)),
      paidEarlier: firstPaidOn !== null && firstPaidOn < from,
    })),
  );
  const closing = levelAt(ctx, accounts, to);
  return { month, from, to, complete: to === next, closing, movements, changeMinor: movedMinor(movements) };
}

function retentionsOf(accounts: readonly RevenueAccount[], frame: RevenueFrame): RevenueRetention[] {
  const most = monthsBetween(frame.from, monthOf(frame.lastComplete));
  const spans = [...new Set([most, ...RETENTION_MONTHS])].filter((months) => months >= 1 && months <= most);
  return spans
    .sort((a, b) => b - a)
    .map((months) => retentionOver(accounts, months, frame.lastComplete))
    .filter((retention) => retention.accounts > 0);
}

/** What became over whole months of the accounts that paid at their start. */
function retentionOver(accounts: readonly RevenueAccount[], months: number, to: Day): RevenueRetention {
  const from = firstDayOf(addMonths(monthOf(to), -months));
  const measured = accounts.map(({ at }) => ({ start: knownMinor(at(from)), end: knownMinor(at(to)) }));
  const pairs = measured.flatMap(({ end, start }) =>
    start === null || end === null ? [] : [{ startMinor: start, endMinor: end }],
  );
  const unmeasured = measured.filter(({ end, start }) => start !== null && start > 0 && end === null).length;
  return { ...retentionRates(pairs), months, from, to, unmeasured };
}

function uncountedAt(accounts: readonly RevenueAccount[], day: Day): UncountedAccount[] {
  return accounts
    .flatMap(({ accountId, atThen, name }) => {
      const level = atThen(day);
      return typeof level === 'number' ? [] : [{ accountId, name, reason: level }];
    })
    .sort((a, b) => compareIds(a.accountId, b.accountId));
}
