import type { AlertLoad, BandMove, TriedStanding, TryReport } from '../app/try-definition/report.ts';
import { formatTenths } from '../domain/decimal.ts';

/** The dry run as other programs read it. Names are its interface: additions go to the end. */
export function tryJson(report: TryReport): Record<string, unknown> {
  const { rules, scores, seatsAtRisk, alerts } = report;
  return {
    rules,
    from: report.from,
    to: report.to,
    days: report.days,
    accounts: report.accounts,
    moves: report.moves.map(moveJson),
    bands: report.bands,
    buckets: report.buckets,
    scores: {
      up: scores.up,
      down: scores.down,
      same: scores.same,
      most_up: formatTenths(scores.mostUpTenths),
      most_down: formatTenths(scores.mostDownTenths),
      gained: scores.gained,
      lost: scores.lost,
    },
    seats_at_risk: seatsAtRisk,
    alerts: { now: alertsJson(alerts.now), tried: alertsJson(alerts.tried) },
    active_differs: report.activeDiffers,
  };
}

function moveJson({ accountId, name, mrr, now, tried, terms }: BandMove): Record<string, unknown> {
  return {
    account_id: accountId,
    name,
    mrr,
    now: standingJson(now),
    tried: standingJson(tried),
    terms: terms.map(({ key, pointsTenths }) => ({ key, points: formatTenths(pointsTenths) })),
  };
}

function standingJson({ scoreTenths, band, bucket, segment }: TriedStanding): Record<string, unknown> {
  return { score: scoreTenths === null ? null : formatTenths(scoreTenths), band, bucket, segment };
}

function alertsJson({ alerts, perDayTenths, bySignal }: AlertLoad): Record<string, unknown> {
  return { alerts, per_day: formatTenths(perDayTenths), by_signal: bySignal };
}
