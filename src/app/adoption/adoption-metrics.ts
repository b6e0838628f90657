import { automationTenths } from '../../domain/adoption/automation.ts';
import {
  type CohortsUtilization,
  cohortUtilization,
  LEAST_OF_COHORT,
} from '../../domain/adoption/cohort-utilization.ts';
import { isPilotCandidate } from '../../domain/adoption/hybrid-trigger.ts';
import { type SupportLoad, supportLoad } from '../../domain/adoption/support-load.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { groupBy } from '../../domain/group-by.ts';
import { monthOf } from '../../domain/month.ts';
import { knownMinor } from '../../domain/revenue/level.ts';
import { SIZE_CLASSES, sizeClassOf } from '../../domain/size-class.ts';
import { startOfLocalDay } from '../../lib/local-time.ts';
import { loadSupportTimes } from '../../store/adoption.ts';
import type { Context } from '../context.ts';
import { dataStand, type Origin } from '../freshness/data-stand.ts';
import { portfolioOrigin } from '../portfolio/portfolio-origin.ts';
import { type RevenueAccount, revenueHistory } from '../revenue/revenue-history.ts';
import { type AdoptionAccount, adoptionAccounts } from './adoption-accounts.ts';
import type { AdoptionCohortBy, AdoptionMetrics, PilotCandidate } from './adoption-reports.ts';
import { milestonesReport } from './milestones-report.ts';
import { automationReport, quarterOf, seatFitReport, type UseHistory, useHistories } from './program-use.ts';

const QUARTER = 90;
const MONTH = 30;

interface Known {
  readonly accounts: readonly AdoptionAccount[];
  readonly histories: ReadonlyMap<number, UseHistory>;
  readonly money: ReadonlyMap<number, RevenueAccount>;
  readonly day: Day;
}

/** How seats are used over the whole portfolio, for leaders, at the newest snapshot day. Local days of the team's zone. */
export async function adoptionMetrics({ ctx }: { readonly ctx: Context }): Promise<AdoptionMetrics> {
  const origin = await portfolioOrigin(ctx);
  const figures = await adoptionOf(ctx, origin, revenueHistory(ctx, adoptionMidnights(origin.day)));
  return { ...figures, stand: await dataStand(ctx, origin) };
}

/** The local midnights at which it is asked what accounts paid; the day itself is the last one. */
export function adoptionMidnights(day: Day): Day[] {
  return [addDays(day, -QUARTER), day];
}

/** The same by what every account paid at those midnights, and at others up to the day. */
export async function adoptionOf(
  ctx: Context,
  origin: Origin,
  reading: Promise<readonly RevenueAccount[]>,
): Promise<Omit<AdoptionMetrics, 'stand'>> {
  const { day } = origin;
  const [accounts, histories, history] = await Promise.all([
    adoptionAccounts(ctx, origin),
    useHistories(ctx, day),
    reading,
  ]);
  const known: Known = { accounts, histories, money: new Map(history.map((one) => [one.accountNo, one])), day };
  const counted = new Set(accounts.map(({ accountNo }) => accountNo));
  const [milestones, support] = await Promise.all([
    milestonesReport(ctx, day, (accountNo) => counted.has(accountNo)),
    supportOf(ctx, known),
  ]);
  const automation = automationReport(accounts.map(({ accountNo }) => histories.get(accountNo)));
  return {
    accounts: accounts.length,
    cohorts: {
      month: cohortsBy(known, 'month'),
      industry: cohortsBy(known, 'industry'),
      size: cohortsBy(known, 'size'),
      plan: cohortsBy(known, 'plan'),
    },
    milestones,
    support,
    automation,
    seatFit: automation && seatFitReport(accounts, histories),
    pilotCandidates: automation === null ? [] : pilotCandidates(known),
  };
}

function cohortOf({ money }: Known, by: AdoptionCohortBy, account: AdoptionAccount): string | null {
  if (by === 'size') return sizeClassOf(account.paid);
  if (by !== 'month') return account[by];
  const first = money.get(account.accountNo)?.firstPaidOn ?? null;
  return first && monthOf(first);
}

function cohortsBy(known: Known, by: AdoptionCohortBy): CohortsUtilization {
  const found = cohortUtilization(
    known.accounts.map((account) => ({
      cohort: cohortOf(known, by, account),
      active: account.active,
      paid: account.paid,
    })),
  );
  if (by !== 'size') return found;
  const shown = SIZE_CLASSES.flatMap((size) => found.shown.filter(({ cohort }) => cohort === size));
  return { ...found, shown };
}

async function supportOf(ctx: Context, { accounts, day }: Known): Promise<SupportLoad | null> {
  const start = startOfLocalDay(addDays(day, -MONTH), ctx.timeZone);
  const found = await loadSupportTimes(ctx.db, start, startOfLocalDay(day, ctx.timeZone));
  if (found === null) return null;
  const active = new Map(accounts.map((account) => [account.accountNo, account.active]));
  const own = found.filter((row) => active.has(row.account_no));
  return supportLoad({
    tickets: own.reduce((sum, { opened }) => sum + opened, 0),
    urgent: own.reduce((sum, { urgent }) => sum + urgent, 0),
    active: accounts.reduce((sum, account) => sum + account.active, 0),
    resolutionMinutes: own.flatMap((row) => row.resolution_minutes),
    firstReplyMinutes: null,
  });
}

const SEGMENTS = ['plan', 'industry', 'size'] as const;

function pilotCandidates(known: Known): PilotCandidate[] {
  return SEGMENTS.flatMap((by) => {
    const segments = groupBy(known.accounts, (account) => cohortOf(known, by, account));
    return [...segments]
      .sort(([a], [b]) => compareIds(a ?? '', b ?? ''))
      .flatMap(([segment, own]) => candidate(known, by, segment, own) ?? []);
  });
}

function candidate(
  { day, histories, money }: Known,
  by: PilotCandidate['by'],
  segment: string | null,
  own: readonly AdoptionAccount[],
): PilotCandidate | null {
  if (own.length < LEAST_OF_COHORT) return null;
  const { before, now } = quarterOf(own.map(({ accountNo }) => histories.get(accountNo)));
  const seatsNow = own.reduce((sum, { paid }) => sum + paid, 0);
  const seatsBefore = own.reduce((sum, { paid90dAgo }) => sum + (paid90dAgo ?? 0), 0);
  const expansionMinor = expansionOf(
    own.flatMap(({ accountNo }) => money.get(accountNo) ?? []),
    day,
  );
  const quarter = { eventsBefore: before, eventsNow: now, seatsBefore, seatsNow, expansionMinor };
  if (!isPilotCandidate(quarter)) return null;
  const shares = { shareTenths: automationTenths(now), shareBeforeTenths: automationTenths(before) };
  return { by, segment, n: own.length, ...shares, seatChange: seatsNow - seatsBefore };
}

/** What the MRR of accounts that paid at both ends of the quarter grew by; null where none is known. */
function expansionOf(accounts: readonly RevenueAccount[], day: Day): number | null {
  const changes = accounts.flatMap(({ at }) => {
    const [start, end] = [knownMinor(at(addDays(day, -QUARTER))), knownMinor(at(day))];
    return start === null || end === null || start === 0 || end === 0 ? [] : [end - start];
  });
  return changes.length === 0 ? null : changes.reduce((sum, change) => sum + change, 0);
}
