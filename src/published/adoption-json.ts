import { ADOPTION_COHORTS, type AdoptionMetrics } from '../app/adoption/adoption-reports.ts';
import type { CohortsUtilization } from '../domain/adoption/cohort-utilization.ts';
import type { MilestoneSummary } from '../domain/adoption/milestones.ts';
import { formatTenths } from '../domain/decimal.ts';

/** How seats are used over the portfolio as other programs read it; percentages as decimals. */
export function adoptionJson(metrics: AdoptionMetrics) {
  const { accounts, automation, cohorts, milestones, pilotCandidates, seatFit, support } = metrics;
  return {
    accounts,
    cohorts: ADOPTION_COHORTS.map((by) => ({ by, ...cohortsJson(cohorts[by]) })),
    milestones: milestones && {
      purchases: milestones.purchases.map(milestoneJson),
      tranches: milestones.tranches.map(milestoneJson),
    },
    support: support && {
      tickets_30d: support.tickets,
      active_users_30d: support.active,
      per_100_active: tenths(support.per100Tenths),
      urgent_share: tenths(support.urgentShareTenths),
      median_first_reply_minutes: support.medianFirstReplyMinutes,
      median_resolution_minutes: support.medianResolutionMinutes,
    },
    automation: automation && {
      share: tenths(automation.shareTenths),
      share_90d_ago: tenths(automation.shareBeforeTenths),
    },
    seat_fit: seatFit && { accounts: seatFit.accounts, median: tenths(seatFit.medianTenths), unknown: seatFit.unknown },
    pilot_candidates: pilotCandidates.map(({ by, n, seatChange, segment, shareBeforeTenths, shareTenths }) => ({
      by,
      segment,
      n,
      share: tenths(shareTenths),
      share_90d_ago: tenths(shareBeforeTenths),
      seat_change: seatChange,
    })),
  };
}

function cohortsJson({ hidden, shown }: CohortsUtilization) {
  return {
    shown: shown.map((one) => ({
      cohort: one.cohort,
      n: one.n,
      active: one.active,
      paid: one.paid,
      weighted: formatTenths(one.weightedTenths),
      median: formatTenths(one.medianTenths),
      lower_quartile: formatTenths(one.lowerQuartileTenths),
      upper_quartile: formatTenths(one.upperQuartileTenths),
    })),
    hidden,
  };
}

function milestoneJson({ days, medianTenths, n, reached, targetPercent, weightedTenths }: MilestoneSummary) {
  return {
    days,
    target_percent: targetPercent,
    n,
    reached,
    weighted: tenths(weightedTenths),
    median: tenths(medianTenths),
  };
}

function tenths(value: number | null): string | null {
  return value === null ? null : formatTenths(value);
}
