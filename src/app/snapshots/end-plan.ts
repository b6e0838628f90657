import { inTransaction } from '../../store/db.ts';
import { loadPlan, type SnapshotPlan } from '../../store/snapshot-plans.ts';
import {
  finishPlan,
  loadProgress,
  publishDrafts,
  type RangeProgress,
  reopenRanges,
} from '../../store/snapshot-ranges.ts';
import { loadRun } from '../../store/snapshots.ts';
import { lastRevision } from '../../store/snapshots-write.ts';
import type { Context } from '../context.ts';
import { closeDay } from './close-day.ts';
import { holdDay } from './hold-day.ts';
import type { SnapshotOutcome } from './snapshot-outcome.ts';

/** `open`: ranges are in other hands; null: the plan was thrown away. */
type End = SnapshotOutcome | null | 'open';

/** Makes a run of a plan whose ranges are all done, once, whoever asks first; the others are told what came of it. */
export async function endPlan(ctx: Context, plan: SnapshotPlan): Promise<End> {
  const known = await standing(ctx, plan);
  if (known.end !== undefined) return known.end;
  const { end, progress } = await inTransaction(ctx.db, (tx) => finish({ ...ctx, db: tx }, plan));
  if (progress !== null && end !== null && end !== 'open') {
    const { accounts, changed, day, revision } = end;
    const { ranges, runners } = progress;
    const ms = ctx.now().getTime() - plan.started_at.getTime();
    ctx.log.info({ day, revision, accounts, changed, ranges, runners, ms }, 'a snapshot made in ranges is finished');
  }
  return end;
}

async function finish(
  ctx: Context,
  plan: SnapshotPlan,
): Promise<{ readonly end: End; readonly progress: RangeProgress | null }> {
  const { day } = plan;
  await holdDay(ctx, day);
  const { end: known, progress, now } = await standing(ctx, plan);
  if (known !== undefined) return { end: known, progress: null };
  const revision = await lastRevision(ctx.db, day);
  if (revision > now.base_revision) {
    await reopenRanges(ctx.db, now, revision);
    return { end: 'open', progress: null };
  }
  const before = revision === 0 ? null : await loadRun(ctx.db, day);
  const changed = await publishDrafts(ctx.db, day, revision + 1);
  const end = await closeDay(ctx, {
    day,
    before,
    hash: plan.definition_hash,
    fleetFactor: plan.fleet_factor,
    accounts: plan.accounts,
    everybody: true,
    changed,
    startedAt: plan.started_at,
  });
  await finishPlan(ctx.db, day, { at: ctx.now(), revision: end.revision, changed });
  return { end, progress };
}

type Standing =
  | { readonly end: End; readonly progress: null; readonly now: null }
  | { readonly end: undefined; readonly progress: RangeProgress; readonly now: SnapshotPlan };

/** What is known of the plan's end without doing anything; undefined: it is there to be made. */
async function standing(ctx: Context, plan: SnapshotPlan): Promise<Standing> {
  const ended = (end: End): Standing => ({ end, progress: null, now: null });
  const now = await loadPlan(ctx.db, plan);
  if (now === null) return ended(null);
  if (now.finished_at !== null) return ended(await outcomeOf(ctx, now));
  const [progress] = await loadProgress(ctx.db, plan.day);
  if (progress === undefined || progress.done < progress.ranges) return ended('open');
  return { end: undefined, progress, now };
}

async function outcomeOf(ctx: Context, plan: SnapshotPlan): Promise<SnapshotOutcome> {
  const { accounts, base_revision, changed, day, fleet_factor: fleetFactor, revision } = plan;
  const newest = revision ?? base_revision;
  const run = await loadRun(ctx.db, day);
  const state = newest > base_revision ? 'written' : 'unchanged';
  const staleSources = run?.stale_sources ?? [];
  return { day, revision: newest, state, accounts, changed: changed ?? 0, fleetFactor, staleSources };
}
