import type { Day } from '../../domain/day.ts';
import { saveDefinition } from '../../store/definitions.ts';
import type { RunRow } from '../../store/snapshot-rows.ts';
import { insertRun, refreshStatistics } from '../../store/snapshots-write.ts';
import { loadWatermarks } from '../../store/sources.ts';
import type { Context } from '../context.ts';
import { staleSources } from '../freshness/stale-sources.ts';
import type { SnapshotOutcome } from './snapshot-outcome.ts';

/** From so many rows on the planner is told of them. */
const MANY = 500;

export interface MadeRows {
  readonly day: Day;
  /** The day's newest run before these rows, whose revision is the next; null: there is none. */
  readonly before: RunRow | null;
  /** Of the rules. */
  readonly hash: string;
  readonly fleetFactor: number;
  /** Accounts looked at, whether those are all, and rows that were written. */
  readonly accounts: number;
  readonly everybody: boolean;
  readonly changed: number;
  readonly startedAt: Date;
}

/**
 * Makes a run of rows that the same transaction has written. Without any there is none, unless a source is found broken
 * after the day was scored: that marks it with a run that holds no rows.
 */
export async function closeDay(ctx: Context, made: MadeRows): Promise<SnapshotOutcome> {
  const { accounts, before, changed, day, everybody, fleetFactor, hash, startedAt } = made;
  const known = before?.revision ?? 0;
  const marked = before?.stale_sources ?? [];
  const stale = await staleSources(ctx, { day, marked, lateData: changed > 0 && everybody });
  const common = { day, accounts, changed, fleetFactor, staleSources: stale };
  if (changed === 0 && known > 0 && stale.length === marked.length) {
    return { ...common, revision: known, state: 'unchanged' };
  }
  if (changed >= MANY) await refreshStatistics(ctx.db);
  const { health, utilization, active } = ctx;
  await saveDefinition(ctx.db, hash, { health, utilization, active, recordedAt: ctx.now() });
  const revision = known + 1;
  await insertRun(ctx.db, {
    day,
    revision,
    definitionId: health.id,
    definitionVersion: health.version,
    definitionHash: hash,
    fleetFactor,
    accounts: changed,
    watermarks: await watermarksNow(ctx),
    staleSources: stale,
    startedAt,
    finishedAt: ctx.now(),
  });
  return { ...common, revision, state: 'written' };
}

/** How far each source had come, without counts: they say nothing about the scores. */
async function watermarksNow(ctx: Context): Promise<unknown> {
  return (await loadWatermarks(ctx.db)).map(({ signals, ...watermark }) => watermark);
}
