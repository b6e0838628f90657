import { compareIds } from './compare-ids.ts';
import { roundHalfUp } from './rational.ts';
import { reportingMrr } from './reporting-mrr.ts';
import type { Stake } from './stake.ts';

type Ranked = Pick<Stake, 'facts' | 'health'>;

const URGENT_DAYS = 90n;

/**
 * MRR x (100 - score) / 100 x urgency in minor units of the reporting currency; urgency rises from 1 to 2
 * over the last 90 days before the renewal. Null without a score or a known MRR.
 */
export function priorityMinor({ facts, health }: Ranked, reportingCurrency: string): number | null {
  const mrr = reportingMrr(facts, reportingCurrency);
  if (mrr === null || health.scoreTenths === null) return null;
  const lost = BigInt(1000 - health.scoreTenths);
  return Number(roundHalfUp(BigInt(mrr) * lost * urgencyTimes90(facts.days_to_renewal), 1000n * URGENT_DAYS));
}

function urgencyTimes90(daysToRenewal: number | null | undefined): bigint {
  if (daysToRenewal == null || daysToRenewal < 0 || daysToRenewal > URGENT_DAYS) return URGENT_DAYS;
  return 2n * URGENT_DAYS - BigInt(daysToRenewal);
}

/** The one account that carries the star: CRITICAL with the highest priority, the lower id between equals. */
export function starredAccountId(assessments: readonly Ranked[], reportingCurrency: string): string | null {
  const critical = assessments.flatMap((assessment) => {
    const priority = assessment.health.band === 'CRITICAL' ? priorityMinor(assessment, reportingCurrency) : null;
    return priority === null ? [] : [{ id: assessment.facts.account_id, priority }];
  });
  critical.sort((a, b) => b.priority - a.priority || compareIds(a.id, b.id));
  return critical[0]?.id ?? null;
}
