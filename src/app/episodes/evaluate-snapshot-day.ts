import { addDays, type Day, daysBetween } from '../../domain/day.ts';
import type { EarlierDays, EarlierScore } from '../../domain/episodes/account-day.ts';
import type { Episode, EpisodeChange } from '../../domain/episodes/episode.ts';
import { evaluateDay } from '../../domain/episodes/evaluate-day.ts';
import { aboutBefore } from '../../domain/episodes/fold.ts';
import { type DayLevel, levelOf } from '../../domain/episodes/level.ts';
import { inTurns } from '../../lib/next-turn.ts';
import {
  type EpisodeEarlierRow,
  type EpisodeLevelRow,
  loadAlwaysInBucket,
  loadEpisodeEarlier,
  loadEpisodeLevels,
  loadOnceInBucket,
} from '../../store/episode-levels.ts';
import { loadStandingIds } from '../../store/standings-parts.ts';
import type { Context } from '../context.ts';

/** Accounts that are read at once: what signals look at is wide, and little of it is kept. */
const PART = 500;
/** Accounts that are evaluated before others have a turn. */
const AT_ONCE = 100;
const WEEK = 7;
const MONTH = 28;

/** Episodes by the vendor's own account id. */
export type EpisodeBook = ReadonlyMap<string, readonly Episode[]>;

export interface DayToEvaluate {
  readonly day: Day;
  readonly held: boolean;
  /** Every snapshot day of the last weeks, ascending; later ones are ignored. */
  readonly snapshotDays: readonly Day[];
  readonly episodes: EpisodeBook;
  /** Levels of a day that has no snapshot; read from the day's snapshot when absent. */
  readonly levels?: ReadonlyMap<string, DayLevel> | undefined;
}

/** What a day does to the episodes of every account that was there, read part by part. Writes nothing. */
export async function evaluateSnapshotDay(
  ctx: Context,
  input: DayToEvaluate,
): Promise<{ readonly accounts: number; readonly changes: ReadonlyMap<string, readonly EpisodeChange[]> }> {
  const { day, episodes, held } = input;
  const { escalation } = ctx;
  const accountIds = input.levels ? [...input.levels.keys()] : await loadStandingIds(ctx.db, { day });
  const changes = new Map<string, readonly EpisodeChange[]>();
  let accounts = 0;
  for (let from = 0; from < accountIds.length; from += PART) {
    const levels = await levelsOf(ctx, input, accountIds.slice(from, from + PART));
    const earlierOf = await earlierLevels(ctx, input, levels);
    for await (const few of inTurns([[...levels]], AT_ONCE)) {
      for (const [accountId, now] of few) {
        const own = episodes.get(accountId) ?? [];
        const found = evaluateDay({ ...earlierOf(accountId), day, now, held, episodes: own, escalation });
        if (found.length > 0) changes.set(accountId, found);
      }
    }
    accounts += levels.size;
  }
  return { accounts, changes };
}

/** The levels of some accounts on the day, by account id. */
async function levelsOf(
  ctx: Context,
  { day, levels }: DayToEvaluate,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, DayLevel>> {
  if (levels !== undefined) {
    return new Map(
      accountIds.flatMap((id): [string, DayLevel][] => {
        const level = levels.get(id);
        return level === undefined ? [] : [[id, level]];
      }),
    );
  }
  const found = await loadEpisodeLevels(ctx.db, { day, accountIds });
  return new Map(found.map((row) => [row.account_id, toLevel(ctx, row)]));
}

function toLevel({ health, utilization }: Context, row: EpisodeLevelRow): DayLevel {
  const assessed = {
    facts: row.facts,
    seats: { ...row.seats, bucket: row.bucket },
    health: {
      scoreTenths: row.score_tenths,
      baseTenths: row.base_tenths,
      band: row.band,
      cap: row.cap,
      override: row.override ?? undefined,
    },
  };
  return levelOf(assessed, { health, utilization, definition: row.definition_hash });
}

async function earlierLevels(
  ctx: Context,
  { day, snapshotDays }: DayToEvaluate,
  levels: ReadonlyMap<string, DayLevel>,
): Promise<(accountId: string) => EarlierDays> {
  const past = snapshotDays.filter((other) => other < day);
  const before = past.at(-1) ?? null;
  const [weekAgo, monthAgo] = [aboutBefore(past, day, WEEK), aboutBefore(past, day, MONTH)];
  const days = [...new Set([before, weekAgo, monthAgo].flatMap((other) => other ?? []))];
  const rows = new Map<string, EpisodeEarlierRow>();
  const found = await loadEpisodeEarlier(ctx.db, { accountIds: [...levels.keys()], before, days });
  for (const row of found) rows.set(`${row.day} ${row.account_id}`, row);
  const on = (other: Day | null, accountId: string) => rows.get(`${other} ${accountId}`);
  const forWeek = await expandingForWeek(ctx, past, day, levels);
  const lately = await atRiskLately(ctx, { day, before, levels, wasIn: (id) => on(before, id)?.bucket === 'at_risk' });
  return (accountId) => {
    const previous = on(before, accountId);
    return {
      before: previous ? toEarlierLevel(previous) : null,
      consecutive: before !== null && daysBetween(before, day) === 1,
      weekAgo: scoreOf(on(weekAgo, accountId)),
      monthAgo: scoreOf(on(monthAgo, accountId)),
      bucketForWeek: forWeek.has(accountId),
      bucketLately: lately.has(accountId),
    };
  };
}

function toEarlierLevel(row: EpisodeEarlierRow): NonNullable<EarlierDays['before']> {
  const { base_tenths: baseTenths, band, bucket, definition_hash: definition, overridden } = row;
  return { baseTenths, band, bucket, definition, overridden };
}

function scoreOf(row: EpisodeEarlierRow | undefined): EarlierScore | null {
  return row === undefined || row.base_tenths === null
    ? null
    : { baseTenths: row.base_tenths, definition: row.definition_hash };
}

// Expansion alone asks how long a bucket has lasted, of few accounts.
async function expandingForWeek(
  ctx: Context,
  past: readonly Day[],
  day: Day,
  levels: ReadonlyMap<string, DayLevel>,
): Promise<ReadonlySet<string>> {
  const from = past.findLast((other) => other <= addDays(day, 1 - WEEK));
  if (from === undefined) return new Set();
  const accountIds = [...levels].filter(([, { bucket }]) => bucket === 'expansion').map(([accountId]) => accountId);
  return loadAlwaysInBucket(ctx.db, { accountIds, bucket: 'expansion', from, to: day });
}

// At risk alone asks whether it wavers, of those that have just been in for two snapshots.
async function atRiskLately(
  ctx: Context,
  input: {
    readonly day: Day;
    readonly before: Day | null;
    readonly levels: ReadonlyMap<string, DayLevel>;
    readonly wasIn: (accountId: string) => boolean;
  },
): Promise<ReadonlySet<string>> {
  const { before, day, levels, wasIn } = input;
  if (before === null) return new Set();
  const atRisk = [...levels].filter(([accountId, { bucket }]) => bucket === 'at_risk' && wasIn(accountId));
  const accountIds = atRisk.map(([accountId]) => accountId);
  return loadOnceInBucket(ctx.db, { accountIds, bucket: 'at_risk', from: addDays(day, -1 - WEEK), to: before });
}
