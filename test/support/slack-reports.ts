import { readFileSync } from 'node:fs';
import type { AccountRef } from '../../src/app/accounts/account-ref.ts';
import type { AccountHealthReport, AccountStanding } from '../../src/app/accounts/account-report.ts';
import type { ChangePoint, ChangeReport } from '../../src/app/changes/change-report.ts';
import type { DigestReport } from '../../src/app/digest/digest-report.ts';
import type { DataStand } from '../../src/app/freshness/freshness-report.ts';
import type { HealthListReport } from '../../src/app/portfolio/portfolio-reports.ts';
import type { AccountSeatsReport, SeatReport } from '../../src/app/seats/seats-report.ts';
import { assess } from '../../src/domain/assess.ts';
import type { ScoredFacts } from '../../src/domain/change.ts';
import { addDays } from '../../src/domain/day.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { explainChange } from '../../src/domain/explain.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { priorityMinor, starredAccountId } from '../../src/domain/priority.ts';
import { byExposure, unscored, worstFirst } from '../../src/domain/ranking.ts';
import { reportingExposure } from '../../src/domain/reporting-exposure.ts';
import { seatTotals } from '../../src/domain/totals.ts';

export const REPORT_DAY = '2026-03-01';
export const RECIPE_ACCOUNTS = ['megacorp', 'globex', 'tinyco', 'acme', 'innovate'];

const golden: { accounts: AccountFacts[] } = JSON.parse(
  readFileSync(new URL('../fixtures/golden/golden.json', import.meta.url), 'utf8'),
);

export const STAND: DataStand = {
  day: REPORT_DAY,
  asOf: new Date('2026-03-01T00:00:00Z'),
  timeZone: 'UTC',
  computedAt: new Date('2026-03-01T00:05:00Z'),
  live: false,
  stale: null,
  definition: 'balanced@1',
  sources: [
    { source: 'usage', ageMinutes: 120, stale: false },
    { source: 'billing', ageMinutes: 9, stale: false },
  ],
};

export function factsOf(id: string): AccountFacts {
  const facts = golden.accounts.find((one) => one.account_id === id);
  if (!facts) throw new Error(`no golden account ${id}`);
  return facts;
}

export const GOLDEN_IDS = golden.accounts.map((facts) => facts.account_id);

/** A standing as the read side gives it, for facts and, optionally, another look of the account. */
export function standingOf(facts: AccountFacts, overrides: Partial<AccountRef> = {}): AccountStanding {
  const assessment = assess(facts, { health: BALANCED, utilization: UTILIZATION_DEFAULTS });
  const renewal = facts.days_to_renewal;
  return {
    account: {
      accountId: facts.account_id,
      name: facts.account_id,
      domain: null,
      plan: 'Pro',
      owner: { email: 'dana@example.com', name: 'dana', slackUserId: 'U0DANA' },
      renewsOn: renewal == null ? null : addDays(REPORT_DAY, renewal),
      ...overrides,
    },
    assessment,
    band: assessment.health.band,
    priorityMinor: priorityMinor(assessment, 'USD'),
    exposureReportingMinor: reportingExposure(assessment, 'USD'),
  };
}

export function goldenStanding(id: string): AccountStanding {
  return standingOf(factsOf(id));
}

export function healthReport(standing: AccountStanding, more: Partial<AccountHealthReport> = {}): AccountHealthReport {
  const score = standing.assessment.health.scoreTenths;
  return {
    stand: STAND,
    standing,
    history: Array.from({ length: 10 }, (_, index) => ({
      day: addDays(REPORT_DAY, index - 9),
      scoreTenths: score === null ? null : Math.max(0, score - (9 - index) * 20),
      band: standing.band,
    })),
    change7dTenths: score === null ? null : 12,
    contacts: [
      { contactId: 'c1', name: 'Priya', email: 'priya@example.com', persona: 'admin', optedOut: false },
      { contactId: 'c2', name: 'Sam', email: null, persona: 'key_contact', optedOut: true },
    ],
    tickets: [{ ticketId: 't1', subject: 'Slow export', priority: 'high', openedOn: '2026-02-20', closedOn: null }],
    judgements: { day: REPORT_DAY, override: null, growthPlan: null, sentiment: null },
    ...more,
  };
}

/** What moved the score of a standing from other facts a week earlier. */
export function changeReport({ account, assessment }: AccountStanding, weekEarlier: AccountFacts): ChangeReport {
  const definition = { hash: 'one', health: BALANCED };
  const before = assess(weekEarlier, { health: BALANCED, utilization: UTILIZATION_DEFAULTS }).health;
  const from: ScoredFacts = {
    day: addDays(REPORT_DAY, -7),
    facts: weekEarlier,
    health: before,
    definition,
    fleetFactor: 1000,
  };
  const to: ScoredFacts = { ...from, day: REPORT_DAY, facts: assessment.facts, health: assessment.health };
  const [was, is] = [before.scoreTenths, assessment.health.scoreTenths];
  return {
    account,
    from: pointOf(from),
    to: pointOf(to),
    changeTenths: was === null || is === null ? null : is - was,
    terms: explainChange({ from, to }),
  };
}

function pointOf({ day, health }: ScoredFacts): ChangePoint {
  const { scoreTenths, baseTenths, band, cap, coverage } = health;
  const override = health.override
    ? { ...health.override, author: { id: health.override.author, name: 'Dana' } }
    : null;
  const rules = { definition: 'balanced@1', definitionHash: 'one', segment: health.segment ?? null };
  return { day, revision: 1, scoreTenths, baseTenths, band, cap, override, coverage, ...rules };
}

export function listReport(standings: readonly AccountStanding[], scope: 'mine' | 'bottom' = 'mine'): HealthListReport {
  const { find, assessments } = indexed(standings);
  return {
    stand: STAND,
    scope,
    scored: find(worstFirst(assessments, 'USD')),
    unscored: find(unscored(assessments, 'USD')),
    more: 0,
    star: starredAccountId(assessments, 'USD'),
  };
}

export function seatReportOf(standings: readonly AccountStanding[], filter: SeatReport['filter'] = {}): SeatReport {
  const { find, assessments } = indexed(standings);
  const totals = seatTotals(assessments, 'USD');
  const money = ({ minor, withoutRate }: { minor: number; withoutRate: readonly string[] }) => ({
    minor,
    currency: 'USD',
    partial: withoutRate.length > 0,
  });
  const inBucket = (bucket: string) =>
    find(
      byExposure(
        assessments.filter(({ seats }) => seats.bucket === bucket),
        'USD',
      ),
    );
  const count = (bucket: string) => assessments.filter(({ seats }) => seats.bucket === bucket).length;
  return {
    stand: STAND,
    filter,
    minSeats: UTILIZATION_DEFAULTS.min_seats,
    ranked: assessments.length - count('small') - count('excluded') - count('no_seats') - count('no_signal'),
    total: assessments.length,
    atRisk: inBucket('at_risk'),
    dormant: inBucket('dormant'),
    ramping: inBucket('ramping'),
    expansion: inBucket('expansion'),
    more: 0,
    totals: {
      atRisk: money(totals.atRisk),
      dormant: money(totals.dormant),
      ramping: money(totals.ramping),
      expansion: money(totals.expansion),
    },
    notRanked: {
      small: count('small'),
      usageBased: count('excluded'),
      noSignal: count('no_signal'),
      onboarding: count('onboarding'),
      noSeats: count('no_seats'),
      otherwiseExcluded: 0,
    },
  };
}

export function seatsReport(standing: AccountStanding): AccountSeatsReport {
  return {
    stand: STAND,
    standing,
    roles: [
      { role: 'admin', people: 4, active: 3 },
      { role: 'ic', people: 46, active: 11 },
    ],
    ledger: [{ on: '2026-01-16', delta: 5, kind: 'add', source: 'stripe', sourceEventId: 'evt_1', balance: 15 }],
    months: standing.assessment.facts.active_user_windows.map((people, index, all) => ({
      until: addDays(REPORT_DAY, 30 * (index + 1 - all.length)),
      people,
      seats: standing.assessment.facts.paid_seats,
    })),
    growthPlans: [],
    expansionCost: null,
  };
}

export function digestReport(standings: readonly AccountStanding[], more: Partial<DigestReport> = {}): DigestReport {
  const { find, assessments } = indexed(standings);
  const totals = seatTotals(assessments, 'USD');
  const worst = find(worstFirst(assessments, 'USD')).filter(({ band }) => band === 'CRITICAL' || band === 'WARN');
  return {
    stand: STAND,
    day: REPORT_DAY,
    seatsAtRisk: { minor: totals.atRisk.minor, currency: 'USD', partial: false },
    seatsAtRiskChange: {
      since: '2026-02-27',
      minor: 67500,
      entered: worst.slice(1, 2).map(({ account }) => ({ account, minor: 127500 })),
      left: worst.slice(0, 1).map(({ account }) => ({ account, minor: -60000 })),
      changed: { usageMinor: 0, seatsMinor: 0, priceMinor: 0 },
      fxMinor: 0,
    },
    seatsAtRiskWeek: { since: '2026-02-22', minor: 127500 },
    dormantSeats: { minor: totals.dormant.minor, currency: 'USD', partial: false },
    churnExposure: { minor: totals.churnExposure.minor, currency: 'USD', partial: false, critical: 1 },
    expansionMrr: { minor: totals.expansion.minor, currency: 'USD', partial: false },
    fresh: worst.map((standing) => ({
      standing,
      signal: standing.assessment.seats.bucket === 'at_risk' ? 'at_risk_enter' : 'drop_7d',
      tags: [],
      changeTenths: -221,
      changeDays: 7,
      since: REPORT_DAY,
      state: 'open',
      reminder: false,
      was: null,
    })),
    recovered: [],
    open: [],
    expansion: find(assessments.filter(({ seats }) => seats.expansion !== null)),
    snoozed: 0,
    quiet: 118,
    star: starredAccountId(assessments, 'USD'),
    dataProblems: [],
    notices: [],
    ...more,
  };
}

function indexed(standings: readonly AccountStanding[]) {
  const assessments = standings.map(({ assessment }) => assessment);
  const find = (sorted: readonly AccountStanding['assessment'][]) =>
    sorted.flatMap((assessment) => standings.find((one) => one.assessment === assessment) ?? []);
  return { find, assessments };
}
