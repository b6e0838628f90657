import type { HealthAssessment } from '../../domain/assessment.ts';
import type { AccountStanding, BriefStanding } from './account-report.ts';

/** As many components as a line names. */
const NAMED = 2;

/** Holds nothing else of the standing. */
export function toBriefStanding({ account, assessment, band, priorityMinor }: AccountStanding): BriefStanding {
  const { facts, health, seats } = assessment;
  return {
    account,
    band,
    priorityMinor,
    assessment: {
      facts: {
        active_user_windows: facts.active_user_windows,
        active_users_30d: facts.active_users_30d,
        currency: facts.currency,
        days_to_renewal: facts.days_to_renewal,
        last_active_days: facts.last_active_days,
        mrr_minor: facts.mrr_minor,
        paid_seats: facts.paid_seats,
        past_due_days: facts.past_due_days,
      },
      seats: {
        bucket: seats.bucket,
        expansion: seats.expansion,
        expansionBlockedBy: seats.expansionBlockedBy,
        exposureMinor: seats.exposureMinor,
        utilizationTenths: seats.utilizationTenths,
      },
      health: {
        baseTenths: health.baseTenths,
        cap: health.cap,
        override: health.override,
        scoreTenths: health.scoreTenths,
        components: costliest(health.components),
      },
    },
  };
}

function costliest(components: HealthAssessment['components']): BriefStanding['assessment']['health']['components'] {
  return components
    .toSorted((a, b) => b.lostTenths - a.lostTenths)
    .slice(0, NAMED)
    .map(({ evidence, key, lostTenths }) => ({ evidence, key, lostTenths }));
}
