import { compareIds } from '../../domain/compare-ids.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { type DigestEpisode, type Picked, pickDigest } from '../../domain/digest.ts';
import { aboutBefore } from '../../domain/episodes/fold.ts';
import { levelOf } from '../../domain/episodes/level.ts';
import { starredAccountId } from '../../domain/priority.ts';
import { reportingExpansion } from '../../domain/reporting-exposure.ts';
import { seatTotals } from '../../domain/totals.ts';
import { loadAtRiskLevels, loadAtRiskTotal } from '../../store/snapshot-compare.ts';
import { loadSnapshotDays } from '../../store/snapshots.ts';
import type { BriefStanding } from '../accounts/account-report.ts';
import { toBriefStanding } from '../accounts/brief-standing.ts';
import { exposureChange } from '../changes/exposure-change.ts';
import type { Context } from '../context.ts';
import { episodesOn } from '../episodes/episodes-on.ts';
import { dataNotices } from '../freshness/data-notices.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { sourceState } from '../freshness/source-ages.ts';
import { authorsOf } from '../judgements/authors.ts';
import { moneyTotal } from '../portfolio/money-total.ts';
import { openPortfolio } from '../portfolio/open-portfolio.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { type Subject, subjectsOf, toSubject } from '../portfolio/subjects.ts';
import { referenceDay } from './digest-days.ts';
import { digestEntries } from './digest-entries.ts';
import { hasBand, isChosen, isEmpty, isInBands } from './digest-filter.ts';
import type { DigestFilter, DigestReport } from './digest-report.ts';
import { handledSince } from './handled-since.ts';

/** Far enough back for a month before the day, and for the digest before it. */
const LOOK_BACK_DAYS = 60;
const WEEK = 7;

export interface DigestDays {
  /** The newest day when absent. */
  readonly day?: Day | undefined;
  /** The day of the digest before; absent: Friday on a Monday, else the day before. */
  readonly before?: Day | undefined;
}

/**
 * What is new since the digest before, what recovered and what is still open, with the money at stake: as it stood on
 * the newest snapshot day not after `day`. Everything is new while there is no earlier one. Writes nothing: days whose
 * episodes are not stored yet are evaluated for this answer.
 */
export async function composeDigest({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: DigestDays & { readonly filter?: DigestFilter | undefined };
}): Promise<DigestReport> {
  const report = await openDigest({ ctx, input: { day: input.day, before: input.before } });
  return report(input.filter);
}

/** The same for several filters: what they have in common is read once. */
export async function openDigest({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: DigestDays;
}): Promise<(filter?: DigestFilter | undefined) => Promise<DigestReport>> {
  const portfolio = await openPortfolio(ctx, input.day);
  const { origin } = portfolio;
  const rules = { health: ctx.health, utilization: ctx.utilization, definition: origin.definitionHash };
  const all = await subjectsOf(portfolio, (standing) => ({
    ...toSubject(standing),
    level: levelOf(standing.assessment, rules),
  }));
  const { day } = origin;
  const sources = await sourceState(ctx, { volume: true });
  const dataProblems = sources.ages.filter(({ stale }) => stale);
  const snapshotDays = await loadSnapshotDays(ctx.db, addDays(day, -LOOK_BACK_DAYS), day);
  const reference = referenceDay(day, snapshotDays, input.before);
  const byId = new Map(all.map((subject) => [subject.account.accountId, subject]));
  const levels = new Map([...byId].map(([id, { level }]) => [id, level]));
  // Only missing usage makes scores fall.
  const held = sources.faults.some(({ kind }) => kind === 'activity');
  const episodes = await episodesOn(ctx, { day, reference, levels, live: origin.live, held });
  const handedOn = handedOnOf(episodes);
  const authors = await authorsOf(
    ctx,
    handedOn.map(({ to }) => to),
  );
  const entries = digestEntries(ctx, { day, snapshotDays, portfolio, levels, live: origin.live, authors });
  const stand = await dataStand(ctx, origin, sources);
  const notices = await dataNotices(ctx, day, sources.faults);
  const accounts = all.map(({ account }) => account);
  const allHandled = await handledSince(ctx, { day, reference, accounts });
  const handledOf = (only: ReadonlySet<string> | null): Pick<DigestReport, 'handled'> => {
    const handled = allHandled.filter(({ account }) => only?.has(account.accountId) ?? true);
    return handled.length === 0 ? {} : { handled };
  };
  const weekAgo = aboutBefore(snapshotDays, day, WEEK);
  return async (filter = {}) => {
    const chosen = all.filter((subject) => isChosen(subject, filter, day));
    const only = chosen.length === all.length ? null : new Set(chosen.map(({ account }) => account.accountId));
    const theirs = new Set(handedOn.flatMap(({ accountId, to }) => (to === filter.handedTo ? [accountId] : [])));
    const picked = pickDigest(
      [...levels]
        .filter(([accountId]) => (only?.has(accountId) ?? true) || theirs.has(accountId))
        .map(([accountId, now]) => ({ accountId, now, episodes: episodes.get(accountId) ?? [] })),
    );
    const isShown = ({ accountId, was }: Picked): boolean =>
      theirs.has(accountId) || isInBands(byId.get(accountId)?.band ?? null, was, filter);
    const linesOf = (list: readonly Picked[]) => entries.lines(list.filter(isShown));
    const assessments = chosen.map(({ stake }) => stake);
    const totals = seatTotals(assessments, ctx.reportingCurrency);
    return {
      stand,
      feeds: sources.feeds,
      day,
      ...(isEmpty(filter) ? {} : { filter }),
      seatsAtRisk: moneyTotal(ctx, totals.atRisk),
      seatsAtRiskChange: await exposureChange(ctx, { since: reference, assessments, only }),
      seatsAtRiskWeek: await changeSinceWeek(ctx, { since: weekAgo, total: totals.atRisk.minor, only }),
      dormantSeats: moneyTotal(ctx, totals.dormant),
      churnExposure: { ...moneyTotal(ctx, totals.churnExposure), critical: countCritical(chosen) },
      expansionMrr: moneyTotal(ctx, totals.expansion),
      fresh: await entries.explained(await linesOf(picked.fresh)),
      recovered: await linesOf(picked.recovered),
      open: await linesOf(picked.open),
      expansion: await expansions(
        ctx,
        portfolio,
        chosen.filter(({ band }) => hasBand(band, filter)),
      ),
      ...handledOf(only),
      snoozed: picked.snoozed,
      quiet: picked.quiet,
      star: starredAccountId(assessments, ctx.reportingCurrency),
      dataProblems,
      notices,
    };
  };
}

/** Accounts with an alert that was handed on and that nobody took since, and to whom. */
function handedOnOf(
  episodes: ReadonlyMap<string, readonly DigestEpisode[]>,
): { readonly accountId: string; readonly to: string }[] {
  return [...episodes].flatMap(([accountId, own]) =>
    own.flatMap(({ escalated, state }) =>
      escalated !== null && state === 'open' ? [{ accountId, to: escalated.to }] : [],
    ),
  );
}

async function changeSinceWeek(
  ctx: Context,
  {
    only,
    since,
    total,
  }: { readonly since: Day | null; readonly total: number; readonly only: ReadonlySet<string> | null },
): Promise<DigestReport['seatsAtRiskWeek']> {
  if (since === null) return null;
  const before = only === null ? await loadAtRiskTotal(ctx.db, since) : await atRiskOf(ctx, since, only);
  return { since, minor: total - before };
}

async function atRiskOf(ctx: Context, day: Day, only: ReadonlySet<string>): Promise<number> {
  const levels = (await loadAtRiskLevels(ctx.db, day)).filter(({ account_id: id }) => only.has(id));
  return levels.reduce((sum, level) => sum + (level.exposure_reporting_minor ?? 0), 0);
}

function countCritical(subjects: readonly Subject[]): number {
  return subjects.filter(({ band, stake }) => band === 'CRITICAL' && stake.facts.excluded == null).length;
}

/** The accounts that more seats can be offered to, worth most first. */
async function expansions(
  { reportingCurrency }: Context,
  portfolio: Portfolio,
  subjects: readonly Subject[],
): Promise<BriefStanding[]> {
  const worth = ({ stake }: Subject): number => reportingExpansion(stake, reportingCurrency) ?? -1;
  const ids = subjects
    .filter(({ stake }) => stake.seats.expansion !== null)
    .sort((a, b) => worth(b) - worth(a) || compareIds(a.account.accountId, b.account.accountId))
    .map(({ account }) => account.accountId);
  const briefs: BriefStanding[] = [];
  for await (const part of portfolio.listed(ids)) briefs.push(...part.map(toBriefStanding));
  return briefs;
}
