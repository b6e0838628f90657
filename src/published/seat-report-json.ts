import type { AccountStanding } from '../app/accounts/account-report.ts';
import { publishedStanding } from '../app/accounts/published-standing.ts';
import type { StandingParts } from '../app/portfolio/portfolio.ts';
import type { SeatReport, SeatReportOf } from '../app/seats/seats-report.ts';

/** The utilization report as other programs read it; totals in whole minor units of the reporting currency. */
export function seatReportJson(report: SeatReport) {
  return seatReportJsonOf(report, (rows) => rows.map((row) => publishedStanding(row, report.stand)));
}

/** The same of sections of any form, each as `section` shows it. */
export function seatReportJsonOf<Section, Shown>(report: SeatReportOf<Section>, section: (rows: Section) => Shown) {
  const { small, usageBased, noSignal, onboarding, noSeats, otherwiseExcluded } = report.notRanked;
  return {
    ranked: report.ranked,
    total: report.total,
    at_risk: section(report.atRisk),
    dormant: section(report.dormant),
    ramping: section(report.ramping),
    expansion: section(report.expansion),
    totals: {
      at_risk: report.totals.atRisk,
      dormant: report.totals.dormant,
      ramping: report.totals.ramping,
      expansion: report.totals.expansion,
    },
    not_ranked: {
      small,
      usage_based: usageBased,
      no_signal: noSignal,
      onboarding,
      no_seats: noSeats,
      otherwise_excluded: otherwiseExcluded,
    },
  };
}

/** The accounts of the report's sections, in the order in which they are printed. */
export function seatReportRows({ atRisk, dormant, ramping, expansion }: SeatReport): AccountStanding[] {
  return [...atRisk, ...dormant, ...ramping, ...expansion];
}

/** The same of sections that are read while somebody takes them. */
export async function* seatReportParts(report: SeatReportOf<StandingParts>): StandingParts {
  yield* report.atRisk;
  yield* report.dormant;
  yield* report.ramping;
  yield* report.expansion;
}
