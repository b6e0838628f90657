import type { AdoptionMetrics } from '../../src/app/adoption/adoption-reports.ts';
import { STAND } from './slack-reports.ts';

/** What leaders are told of the use of seats, with one name for every plan and industry. */
export function adoptionOf(name: string): AdoptionMetrics {
  const cohort = {
    cohort: name,
    n: 12,
    active: 60,
    paid: 100,
    weightedTenths: 600,
    medianTenths: 550,
    lowerQuartileTenths: 400,
    upperQuartileTenths: 800,
  };
  const cohorts = { shown: [cohort, { ...cohort, cohort: null }], hidden: { cohorts: 2, accounts: 5 } };
  const milestone = { days: 30, targetPercent: 30, n: 10, weightedTenths: 291, medianTenths: 300, reached: 4 };
  const candidate = { segment: name, n: 12, shareTenths: 300, shareBeforeTenths: 150, seatChange: -3 };
  return {
    stand: STAND,
    accounts: 24,
    cohorts: {
      month: { ...cohorts, shown: [{ ...cohort, cohort: '2025-11' }] },
      industry: cohorts,
      size: { ...cohorts, shown: [{ ...cohort, cohort: '10–49 seats' }] },
      plan: cohorts,
    },
    milestones: { purchases: [milestone], tranches: [{ ...milestone, n: 0, weightedTenths: null }] },
    support: {
      tickets: 18,
      active: 66,
      per100Tenths: 273,
      urgentShareTenths: 167,
      medianFirstReplyMinutes: null,
      medianResolutionMinutes: 75,
    },
    automation: { shareTenths: 300, shareBeforeTenths: 150 },
    seatFit: { accounts: { fit: 9, watch: 4, weak: 1 }, medianTenths: 712, unknown: 10 },
    pilotCandidates: [{ ...candidate, by: 'plan' }],
  };
}
