import type { Assessment } from './assessment.ts';
import { compareIds } from './compare-ids.ts';
import { reportingExposure } from './reporting-exposure.ts';
import { reportingMrr } from './reporting-mrr.ts';
import type { Stake } from './stake.ts';

/** Highest exposure first, then highest MRR (both in the reporting currency, unknown last), then id. */
export function byExposure<T extends Stake>(assessments: readonly T[], reportingCurrency: string): T[] {
  return [...assessments].sort(
    (a, b) =>
      descending(reportingExposure(a, reportingCurrency), reportingExposure(b, reportingCurrency)) ||
      byMrrThenId(a, b, reportingCurrency),
  );
}

/** Lowest score first, then highest MRR in the reporting currency, then id; accounts without a score are left out. */
export function worstFirst(assessments: readonly Assessment[], reportingCurrency: string): Assessment[] {
  return assessments
    .filter(({ health }) => health.scoreTenths !== null)
    .sort((a, b) => (a.health.scoreTenths ?? 0) - (b.health.scoreTenths ?? 0) || byMrrThenId(a, b, reportingCurrency));
}

/** Accounts without a score, excluded ones aside: listed under a ranking, never mixed into it. */
export function unscored(assessments: readonly Assessment[], reportingCurrency: string): Assessment[] {
  return assessments
    .filter(({ facts, health }) => health.scoreTenths === null && facts.excluded == null)
    .sort((a, b) => byMrrThenId(a, b, reportingCurrency));
}

function byMrrThenId(a: Pick<Stake, 'facts'>, b: Pick<Stake, 'facts'>, currency: string): number {
  const mrr = descending(reportingMrr(a.facts, currency), reportingMrr(b.facts, currency));
  return mrr || compareIds(a.facts.account_id, b.facts.account_id);
}

function descending(a: number | null, b: number | null): number {
  return (b ?? -1) - (a ?? -1);
}
