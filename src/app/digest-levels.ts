import type { Assessment } from '../domain/assessment.ts';
import { addDays, type Day, daysBetween } from '../domain/day.ts';
import type { DigestAccount } from '../domain/digest.ts';
import type { DayLevel } from '../domain/digest-level.ts';
import { type EarlierScore, scoreOf } from '../domain/digest-signals.ts';
import { isOverridden } from '../domain/override.ts';
import { reportingExposure } from '../domain/reporting-exposure.ts';
import { loadEarlierScores, loadLevels, loadOnceInBucket } from '../store/snapshot-compare.ts';
import type { LevelRow } from '../store/snapshot-rows.ts';
import type { Context } from './context.ts';
import type { DigestDays } from './digest-days.ts';

export type Levels = ReadonlyMap<string, DayLevel>;

/** Everything that a digest compares: levels by day, and scores of a week and a month before. */
export interface Comparison {
  readonly accounts: readonly DigestAccount[];
  /** At the reference day; empty without one. */
  readonly reference: Levels;
  readonly earlier: (accountId: string, day: Day, daysBefore: number) => EarlierScore | null;
}

const WEEK = 7;
const MONTH = 28;
/** A dormant account is news once a quarter. */
const QUARTER = 90;

/** The level of an assessment of now. */
export function levelOf(ctx: Context, { facts, seats, health }: Assessment, definition: string): DayLevel {
  return {
    scoreTenths: health.scoreTenths,
    baseTenths: health.baseTenths,
    band: health.band,
    bucket: seats.bucket,
    exposureMinor: reportingExposure({ facts, seats, health }, ctx.reportingCurrency),
    definition,
    overridden: isOverridden(health),
    cancelling: facts.cancel_at_period_end === true,
    silent: facts.silent_14d === true,
    pastDueDays: facts.past_due_days ?? 0,
    renewalFlag: seats.flags.includes('renewal_red_flag'),
    daysToRenewal: facts.days_to_renewal ?? null,
  };
}

/** Loads what the days of a digest have to say about the accounts of its last day. */
export async function compareDays(
  ctx: Context,
  input: { readonly day: Day; readonly days: DigestDays; readonly now: Levels; readonly dropsHeld: boolean },
): Promise<Comparison> {
  const { day, days, now, dropsHeld } = input;
  const levels = byDay(
    await loadLevels(
      ctx.db,
      days.chain.filter((other) => other < day),
    ),
  );
  levels.set(day, new Map(now));
  const earlier = await loadScores(ctx, days);
  const reference: Levels = (days.reference === null ? undefined : levels.get(days.reference)) ?? new Map();
  const wasDormant = await dormantBefore(ctx, day, now, reference);
  const accounts = [...now].map(([accountId, level]): DigestAccount => {
    const at = (other: Day | undefined): DayLevel | null =>
      (other === undefined ? undefined : levels.get(other)?.get(accountId)) ?? null;
    const steps = days.chain.slice(days.reference === null ? 0 : 1).flatMap((current) => {
      const previous = days.chain[days.chain.indexOf(current) - 1];
      const here = at(current);
      if (here === null) return [];
      return {
        now: here,
        before: at(previous),
        consecutive: previous !== undefined && daysBetween(previous, current) === 1,
        weekAgo: earlier(accountId, current, WEEK),
        monthAgo: earlier(accountId, current, MONTH),
        beforeWeekAgo: previous === undefined ? null : earlier(accountId, previous, WEEK),
        beforeMonthAgo: previous === undefined ? null : earlier(accountId, previous, MONTH),
        dropsHeld,
        wasDormant: wasDormant.has(accountId),
      };
    });
    return { accountId, now: level, reference: reference.get(accountId) ?? null, steps };
  });
  const before = (accountId: string, from: Day, daysBefore: number): EarlierScore | null => {
    const level = daysBefore === 1 ? levels.get(addDays(from, -1))?.get(accountId) : undefined;
    return level ? scoreOf(level) : earlier(accountId, from, daysBefore);
  };
  return { accounts, reference, earlier: before };
}

function byDay(rows: readonly LevelRow[]): Map<Day, Map<string, DayLevel>> {
  const levels = new Map<Day, Map<string, DayLevel>>();
  for (const row of rows) {
    const ofDay = levels.get(row.day) ?? new Map<string, DayLevel>();
    levels.set(row.day, ofDay.set(row.account_id, toLevel(row)));
  }
  return levels;
}

function toLevel(row: LevelRow): DayLevel {
  return {
    scoreTenths: row.score_tenths,
    baseTenths: row.base_tenths,
    band: row.band,
    bucket: row.bucket,
    exposureMinor: row.exposure_reporting_minor,
    definition: row.definition_hash,
    overridden: row.overridden,
    cancelling: row.cancelling,
    silent: row.silent,
    pastDueDays: row.past_due_days,
    renewalFlag: row.renewal_flag,
    daysToRenewal: row.days_to_renewal,
  };
}

async function loadScores(ctx: Context, days: DigestDays): Promise<Comparison['earlier']> {
  const wanted = days.chain.flatMap((day) => [days.around(day, WEEK), days.around(day, MONTH)]);
  const scores = new Map<string, EarlierScore>();
  for (const row of await loadEarlierScores(ctx.db, [...new Set(wanted.flatMap((day) => day ?? []))])) {
    const { score_tenths: scoreTenths, base_tenths: baseTenths, definition_hash: definition } = row;
    scores.set(`${row.day} ${row.account_id}`, { scoreTenths, baseTenths, definition });
  }
  return (accountId, day, daysBefore) => scores.get(`${days.around(day, daysBefore)} ${accountId}`) ?? null;
}

function dormantBefore(ctx: Context, day: Day, now: Levels, reference: Levels): Promise<ReadonlySet<string>> {
  const newly = [...now].filter(([id, level]) => level.bucket === 'dormant' && reference.get(id)?.bucket !== 'dormant');
  const accountIds = newly.map(([accountId]) => accountId);
  return loadOnceInBucket(ctx.db, { accountIds, bucket: 'dormant', from: addDays(day, -QUARTER), to: day });
}
