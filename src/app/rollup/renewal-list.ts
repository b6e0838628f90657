import type { BandLabel } from '../../domain/assessment.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { daysBetween } from '../../domain/day.ts';
import { reportingMrr } from '../../domain/reporting-mrr.ts';
import type { Context } from '../context.ts';
import type { MoneyTotal } from '../portfolio/portfolio-reports.ts';
import type { RenewalsReport } from './rollup-report.ts';
import type { WeekFrame, WeekSubject } from './week-frame.ts';

const WITHIN_DAYS = 90;

/** Worst first; accounts without a score last. */
export const BAND_ORDER: readonly BandLabel[] = [
  'CRITICAL',
  'WARN',
  'ok',
  'healthy',
  'champion',
  'onboarding',
  'not scored',
];

/** Renewals of the next 90 days by band, earliest first, of what is read already. */
export function renewalsOf(ctx: Context, { accounts, day, stand }: WeekFrame): RenewalsReport {
  const renewals = accounts
    .filter(({ account, stake }) => {
      if (account.renewsOn === null || stake.facts.excluded != null) return false;
      const days = daysBetween(day, account.renewsOn);
      return days >= 0 && days <= WITHIN_DAYS;
    })
    .sort(byRenewal);
  const bands = [...BAND_ORDER, null].flatMap((band) => {
    const inBand = renewals.filter((one) => one.band === band);
    return inBand.length === 0 ? [] : [{ band, accounts: inBand.length, mrr: mrrTotal(ctx, inBand) }];
  });
  return { stand, day, withinDays: WITHIN_DAYS, renewals, bands };
}

function byRenewal(a: WeekSubject, b: WeekSubject): number {
  const score = ({ stake }: WeekSubject): number => stake.health.scoreTenths ?? 10_000;
  return (
    compareIds(a.account.renewsOn ?? '', b.account.renewsOn ?? '') ||
    score(a) - score(b) ||
    compareIds(a.account.accountId, b.account.accountId)
  );
}

/** Full MRR in the reporting currency; accounts without a rate make it partial. */
function mrrTotal({ reportingCurrency }: Context, renewals: readonly WeekSubject[]): MoneyTotal {
  const amounts = renewals.map(({ stake }) => reportingMrr(stake.facts, reportingCurrency));
  const minor = amounts.reduce((sum: number, amount) => sum + (amount ?? 0), 0);
  return { minor, currency: reportingCurrency, partial: amounts.includes(null) };
}
