import type {
  ActionQueue,
  DashboardAccount,
  DashboardDetail,
  DashboardReport,
  HealthDashboard,
  UtilizationDashboard,
} from '../app/publishing/dashboard-reports.ts';
import type { SeatReport } from '../app/seats/seats-report.ts';
import { formatHundredths, formatTenths } from '../domain/decimal.ts';
import { adoptionJson } from '../published/adoption-json.ts';
import { revenueJson } from '../published/revenue-json.ts';
import { shownInTurns } from '../published/shown-in-turns.ts';
import { standJson } from '../published/stand-json.ts';

/**
 * What the page shows, as other programs read it: exact decimals as strings, amounts in whole minor units. The accounts
 * are rows in parts.
 */
export function dashboardJson(report: DashboardReport) {
  const { accounts, bandDays, excluded, kind, more, paidSeats, people, stand, total } = report;
  return {
    kind,
    ...standJson(stand),
    definition: stand.definition,
    total,
    excluded,
    paid_seats: paidSeats,
    bands: bandDays.map(({ bands, day, unscored }) => ({ date: day, ...bands, 'not scored': unscored })),
    people_by_month: people,
    ...partsOf(report),
    accounts: shownInTurns([accounts], accountJson),
    more,
  };
}

function partsOf(report: DashboardReport) {
  switch (report.kind) {
    case 'health':
      return healthParts(report);
    case 'utilization':
      return seatParts(report);
    case 'portfolio':
      return {
        sections: report.sections,
        ...totalsOf(report.totals),
        ...(report.revenue === null ? {} : { revenue: revenueJson(report.revenue) }),
        adoption: adoptionJson(report.adoption),
      };
  }
}

function healthParts({ churnExposure, lowest, mayLeave, queue }: HealthDashboard) {
  return {
    may_leave: mayLeave,
    ...(churnExposure === null ? {} : { churn_exposure: churnExposure }),
    action_queue: queueJson(queue),
    lowest: lowest.map(detailJson),
  };
}

function seatParts({ minSeats, notRanked, queue, ranked, sections, totals }: UtilizationDashboard) {
  return {
    min_seats: minSeats,
    ranked,
    sections,
    ...totalsOf(totals),
    not_ranked: {
      small: notRanked.small,
      usage_based: notRanked.usageBased,
      no_signal: notRanked.noSignal,
      onboarding: notRanked.onboarding,
      no_seats: notRanked.noSeats,
      otherwise_excluded: notRanked.otherwiseExcluded,
    },
    action_queue: queueJson(queue),
  };
}

function totalsOf(totals: SeatReport['totals'] | null) {
  if (totals === null) return {};
  const { atRisk, dormant, expansion, ramping } = totals;
  return { totals: { at_risk: atRisk, dormant, ramping, expansion } };
}

function queueJson({ alerts, more, snoozed }: ActionQueue) {
  return {
    alerts: alerts.map(({ account, others, play, signal, since, state, takenBy }) => ({
      account_id: account.account.accountId,
      signal,
      others,
      since,
      state,
      taken_by: takenBy,
      play,
    })),
    more,
    snoozed,
  };
}

function detailJson({ account, history, lastContact, months, plays }: DashboardDetail) {
  const { components, missing } = account.assessment.health;
  return {
    account_id: account.account.accountId,
    history: history.map(({ band, day, scoreTenths }) => ({ date: day, score: tenths(scoreTenths), band })),
    months,
    components: components.map(({ evidence, key, pointsTenths, subHundredths, weight }) => ({
      key,
      weight,
      sub_score: formatHundredths(subHundredths),
      points: formatTenths(pointsTenths),
      evidence,
    })),
    missing,
    last_touch: lastContact && { on: lastContact.on, kind: lastContact.kind },
    plays,
  };
}

function accountJson({ account, assessment, band, expansionSeats, money }: DashboardAccount) {
  const { facts, health, seats } = assessment;
  const amount = money?.expansion ?? null;
  return {
    account_id: account.accountId,
    name: account.name,
    plan: account.plan,
    owner: account.owner?.name ?? null,
    renews_on: account.renewsOn,
    paid_seats: facts.paid_seats,
    active_users_30d: facts.active_users_30d,
    active_user_windows: facts.active_user_windows,
    utilization: tenths(seats.utilizationTenths),
    bucket: seats.bucket,
    flags: seats.flags,
    expansion: expansionSeats === null ? null : { seats: expansionSeats, ...(amount === null ? {} : { mrr: amount }) },
    expansion_blocked_by: seats.expansionBlockedBy,
    score: tenths(health.scoreTenths),
    base_score: tenths(health.baseTenths),
    band,
    cap: health.cap,
    coverage: health.coverage,
    confidence: health.confidence,
    top_risk_signal: health.topRiskSignal,
    ...(money === null ? {} : { mrr: money.mrr, exposure: money.exposure }),
  };
}

function tenths(value: number | null): string | null {
  return value === null ? null : formatTenths(value);
}
