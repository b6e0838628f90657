import type { BandLabel } from '../../domain/assessment.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { aboutBefore } from '../../domain/episodes/fold.ts';
import { loadWeekLevels } from '../../store/rollup.ts';
import { loadSnapshotDays } from '../../store/snapshots.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { isChosen } from '../digest/digest-filter.ts';
import type { DigestFilter } from '../digest/digest-report.ts';
import type { Origin } from '../freshness/data-stand.ts';
import { dataStand } from '../freshness/data-stand.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import { sourceState } from '../freshness/source-ages.ts';
import { openPortfolio } from '../portfolio/open-portfolio.ts';
import { standingsById } from '../portfolio/standings-by-id.ts';
import { type Subject, subjectsOf, toSubject } from '../portfolio/subjects.ts';

const LOOK_BACK_DAYS = 40;

/** What an account was on an earlier snapshot day. */
export interface PastLevel {
  readonly band: BandLabel | null;
  readonly scoreTenths: number | null;
  /** Full MRR in minor units of the reporting currency; null without a rate. */
  readonly mrrMinor: number | null;
  readonly definition: string;
  /** It was CRITICAL or had given notice. */
  readonly mayLeave: boolean;
}

export type PastLevels = ReadonlyMap<string, PastLevel>;

export interface WeekSubject extends Subject {
  /** Percent of the weights that were measured; null without a score. */
  readonly coverage: number | null;
}

/** The accounts of a day and what they were about a week and about four weeks before. */
export interface WeekFrame {
  readonly day: Day;
  readonly origin: Origin;
  readonly stand: DataStand;
  readonly accounts: readonly WeekSubject[];
  /** Their wide rows, by the vendor's own ids. */
  readonly standingsOf: (accountIds: readonly string[]) => Promise<ReadonlyMap<string, AccountStanding>>;
  readonly weekAgo: Day | null;
  readonly monthAgo: Day | null;
  readonly past: (day: Day | null) => PastLevels;
}

/** Reads them once, of the accounts that the filter chooses by what they are now. */
export async function weekFrame(
  ctx: Context,
  { day: upTo, filter = {} }: { readonly day?: Day | undefined; readonly filter?: DigestFilter | undefined },
): Promise<WeekFrame> {
  const portfolio = await openPortfolio(ctx, upTo);
  const { origin } = portfolio;
  const { day } = origin;
  const all = await subjectsOf(portfolio, (standing) => ({
    ...toSubject(standing),
    coverage: standing.assessment.health.coverage,
  }));
  const accounts = all.filter((subject) => isChosen(subject, filter, day));
  const days = await loadSnapshotDays(ctx.db, addDays(day, -LOOK_BACK_DAYS), addDays(day, -1));
  const [weekAgo, monthAgo] = [aboutBefore(days, day, 7), aboutBefore(days, day, 28)];
  const chosen = new Set(accounts.map(({ account }) => account.accountId));
  const byDay = new Map<Day, Map<string, PastLevel>>();
  for (const row of await loadWeekLevels(
    ctx.db,
    [...new Set([weekAgo, monthAgo])].flatMap((other) => other ?? []),
  )) {
    if (!chosen.has(row.account_id)) continue;
    const levels = byDay.get(row.day) ?? new Map<string, PastLevel>();
    byDay.set(row.day, levels);
    levels.set(row.account_id, {
      band: row.band,
      scoreTenths: row.score_tenths,
      mrrMinor: row.mrr_reporting_minor,
      definition: row.definition_hash,
      mayLeave: row.excluded === null && (row.band === 'CRITICAL' || row.cancelling),
    });
  }
  const stand = await dataStand(ctx, origin, await sourceState(ctx, { volume: true }));
  return {
    day,
    origin,
    stand,
    accounts,
    standingsOf: (accountIds) => standingsById(portfolio, accountIds),
    weekAgo,
    monthAgo,
    past: (other) => (other === null ? null : byDay.get(other)) ?? new Map(),
  };
}
