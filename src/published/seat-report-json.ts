import type { AccountStanding } from '../app/accounts/account-report.ts';
import { publishedStanding } from '../app/accounts/published-standing.ts';
import type { SeatReport } from '../app/seats/seats-report.ts';

/** The utilization report as other programs read it; totals in whole minor units of the reporting currency. */
export function seatReportJson(report: SeatReport) {
  const section = (rows: readonly AccountStanding[]) => rows.map((row) => publishedStanding(row, report.stand));
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
