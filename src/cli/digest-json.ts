import type { DigestEntry, DigestReport } from '../app/digest/digest-report.ts';
import type { DataNotice, SourceAge, SourceFeed } from '../app/freshness/freshness-report.ts';
import { formatTenths } from '../domain/decimal.ts';
import type { Money } from '../domain/money.ts';
import { reasons } from '../slack/messages/digest-entry.ts';

export interface DigestJsonInput {
  readonly report: DigestReport;
  readonly channel: string | null;
  /** The message as plain text. */
  readonly text: string;
}

/** The digest as other programs read it. Names are its interface: additions go to the end. */
export function digestJson({ channel, report, text }: DigestJsonInput): Record<string, unknown> {
  const change = report.seatsAtRiskChange;
  const { currency } = report.seatsAtRisk;
  return {
    date: report.day,
    as_of: report.stand.asOf.toISOString(),
    channel,
    data: report.stand.sources.map(toSource),
    seats_at_risk: toMoney(report.seatsAtRisk),
    seats_at_risk_change: change && toMoney({ minor: change.minor, currency }),
    dormant_seats: toMoney(report.dormantSeats),
    churn_exposure: toMoney(report.churnExposure),
    expansion: toMoney(report.expansionMrr),
    new: report.fresh.map(toEntry),
    recovered: report.recovered.map(toEntry),
    open: report.open.map(toEntry),
    data_problems: report.dataProblems.map(toSource),
    text,
    stale: report.stand.stale !== null,
    data_notices: report.notices.map(toNotice),
    feeds: (report.feeds ?? []).map(toFeed),
  };
}

function toNotice({ feed, since, source, state, what }: DataNotice): Record<string, unknown> {
  return { source, feed, what, since: since.toISOString(), state };
}

function toFeed({ ageMinutes, broken, source, volume }: SourceFeed): Record<string, unknown> {
  const { lastDay = null, usualLeast = null, usualMost = null } = volume ?? {};
  return { source, age_minutes: ageMinutes, broken, last_day: lastDay, usual_least: usualLeast, usual_most: usualMost };
}

function toMoney({ minor, currency }: Money): Money {
  return { minor, currency };
}

function toSource({ source, ageMinutes, stale }: SourceAge): Record<string, unknown> {
  return { source, age_minutes: ageMinutes, stale };
}

function toEntry(entry: DigestEntry): Record<string, unknown> {
  const { changeTenths, signal, standing } = entry;
  const { scoreTenths } = standing.assessment.health;
  return {
    account_id: standing.account.accountId,
    signal,
    score: scoreTenths === null ? null : formatTenths(scoreTenths),
    band: standing.band,
    change: changeTenths === null ? null : formatTenths(changeTenths),
    owner: standing.account.owner?.email ?? null,
    reasons: reasons(entry),
  };
}
