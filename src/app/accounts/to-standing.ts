import type { Assessment } from '../../domain/assessment.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { priorityMinor } from '../../domain/priority.ts';
import { reportingExposure } from '../../domain/reporting-exposure.ts';
import type { AccountEntry } from '../../store/accounts.ts';
import type { Context } from '../context.ts';
import type { AccountRef } from './account-ref.ts';
import type { AccountStanding } from './account-report.ts';

/** The account as reports name it; `renewsOn` from the contract, or as the day's facts have it from billing. */
export function toAccountRef(
  entry: AccountEntry,
  known?: { readonly day: Day; readonly daysToRenewal: number | null | undefined },
): AccountRef {
  const { accountId, name, domain, plan, owner } = entry;
  const days = known?.daysToRenewal;
  return {
    accountId,
    name,
    domain,
    plan,
    owner,
    renewsOn: known && days != null ? addDays(known.day, days) : entry.renewsOn,
  };
}

/** One account at one day, with the money that ranks it. */
export function toStanding(ctx: Context, day: Day, entry: AccountEntry, assessment: Assessment): AccountStanding {
  return {
    account: toAccountRef(entry, { day, daysToRenewal: assessment.facts.days_to_renewal }),
    assessment,
    band: assessment.health.band,
    priorityMinor: priorityMinor(assessment, ctx.reportingCurrency),
    exposureReportingMinor: reportingExposure(assessment, ctx.reportingCurrency),
  };
}
