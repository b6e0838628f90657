import { compareIds } from '../domain/compare-ids.ts';
import { addDays, type Day } from '../domain/day.ts';
import { type Picked, pickDigest, shownChange } from '../domain/digest.ts';
import { starredAccountId } from '../domain/priority.ts';
import { reportingExpansion } from '../domain/reporting-exposure.ts';
import { seatTotals } from '../domain/totals.ts';
import { loadAtRiskTotal } from '../store/snapshot-compare.ts';
import { loadSnapshotDays } from '../store/snapshots.ts';
import { bandRuns } from './band-runs.ts';
import type { Context } from './context.ts';
import { dataNotices } from './data-notices.ts';
import { dataStand } from './data-stand.ts';
import { type DigestDays, digestDays } from './digest-days.ts';
import { type Comparison, compareDays, type Levels, levelOf } from './digest-levels.ts';
import { exposureChange } from './exposure-change.ts';
import { moneyTotal } from './money-total.ts';
import { openPortfolio } from './open-portfolio.ts';
import type { AccountStanding, DigestEntry, DigestReport } from './reports.ts';
import { sourceState } from './source-ages.ts';

/** Far enough back for a month before the oldest day that a digest compares. */
const LOOK_BACK_DAYS = 60;
const WEEK = 7;

/**
 * What is new since the digest before, what recovered and what is still open, with the money at stake.
 * Reads the newest snapshot day not after `day`; everything notable is new while there is no earlier one.
 */
export async function composeDigest({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly day?: Day | undefined };
}): Promise<DigestReport> {
  const portfolio = await openPortfolio(ctx, input.day);
  const { origin } = portfolio;
  const standings = await portfolio.standings();
  const { day } = origin;
  const sources = await sourceState(ctx, { volume: true });
  const dataProblems = sources.ages.filter(({ stale }) => stale);
  const days = digestDays(day, await loadSnapshotDays(ctx.db, addDays(day, -LOOK_BACK_DAYS), day));
  const byId = new Map(standings.map((standing) => [standing.account.accountId, standing]));
  const now: Levels = new Map(
    [...byId].map(([id, { assessment }]) => [id, levelOf(ctx, assessment, origin.definitionHash)]),
  );
  const comparison = await compareDays(ctx, { day, days, now, dropsHeld: dataProblems.length > 0 });
  const picked = pickDigest(comparison.accounts);
  const assessments = standings.map(({ assessment }) => assessment);
  const totals = seatTotals(assessments, ctx.reportingCurrency);
  const entriesOf = (list: readonly Picked[]): DigestEntry[] => entries(list, { day, byId, now, comparison });
  return {
    stand: await dataStand(ctx, origin, sources),
    day,
    seatsAtRisk: moneyTotal(ctx, totals.atRisk),
    seatsAtRiskChange: await exposureChange(ctx, { since: days.reference, assessments }),
    seatsAtRiskWeek: await changeSinceWeek(ctx, day, days, totals.atRisk.minor),
    dormantSeats: moneyTotal(ctx, totals.dormant),
    churnExposure: { ...moneyTotal(ctx, totals.churnExposure), critical: countCritical(standings) },
    expansionMrr: moneyTotal(ctx, totals.expansion),
    fresh: entriesOf(picked.fresh),
    recovered: await withWas(ctx, entriesOf(picked.recovered), days, comparison.reference),
    open: entriesOf(picked.open),
    expansion: expansions(ctx, standings),
    quiet: picked.quiet,
    star: starredAccountId(assessments, ctx.reportingCurrency),
    dataProblems,
    notices: await dataNotices(ctx, day, sources.faults),
  };
}

interface EntryFrame {
  readonly day: Day;
  readonly byId: ReadonlyMap<string, AccountStanding>;
  readonly now: Levels;
  readonly comparison: Comparison;
}

function entries(list: readonly Picked[], { day, byId, now, comparison }: EntryFrame): DigestEntry[] {
  const found = list.flatMap(({ accountId, signal, tags }): DigestEntry[] => {
    const [standing, level] = [byId.get(accountId), now.get(accountId)];
    if (!standing || !level) return [];
    const change = shownChange(signal, level, {
      dayAgo: comparison.earlier(accountId, day, 1),
      weekAgo: comparison.earlier(accountId, day, WEEK),
      monthAgo: comparison.earlier(accountId, day, 4 * WEEK),
    });
    return [
      { standing, signal, tags, changeTenths: change?.tenths ?? null, changeDays: change?.days ?? null, was: null },
    ];
  });
  return found.sort(
    (a, b) =>
      (b.standing.priorityMinor ?? -1) - (a.standing.priorityMinor ?? -1) ||
      compareIds(a.standing.account.accountId, b.standing.account.accountId),
  );
}

async function withWas(
  ctx: Context,
  recovered: readonly DigestEntry[],
  { reference }: DigestDays,
  levels: Levels,
): Promise<DigestEntry[]> {
  const ids = recovered.map(({ standing }) => standing.account.accountId);
  const runs = reference === null ? new Map<string, number>() : await bandRuns(ctx, ids, reference);
  return recovered.map((entry) => {
    const { accountId } = entry.standing.account;
    return { ...entry, was: { band: levels.get(accountId)?.band ?? null, days: runs.get(accountId) ?? 1 } };
  });
}

async function changeSinceWeek(
  ctx: Context,
  day: Day,
  days: DigestDays,
  total: number,
): Promise<DigestReport['seatsAtRiskWeek']> {
  const since = days.around(day, WEEK);
  return since === null ? null : { since, minor: total - (await loadAtRiskTotal(ctx.db, since)) };
}

function countCritical(standings: readonly AccountStanding[]): number {
  return standings.filter(({ band, assessment }) => band === 'CRITICAL' && assessment.facts.excluded == null).length;
}

function expansions({ reportingCurrency }: Context, standings: readonly AccountStanding[]): AccountStanding[] {
  const worth = ({ assessment }: AccountStanding): number => reportingExpansion(assessment, reportingCurrency) ?? -1;
  return standings
    .filter(({ assessment }) => assessment.seats.expansion !== null)
    .sort((a, b) => worth(b) - worth(a) || compareIds(a.account.accountId, b.account.accountId));
}
