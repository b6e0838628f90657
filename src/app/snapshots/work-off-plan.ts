import { pause } from '../../lib/pause.ts';
import { inTransaction } from '../../store/db.ts';
import type { SnapshotPlan } from '../../store/snapshot-plans.ts';
import { loadProgress } from '../../store/snapshot-ranges.ts';
import type { Context } from '../context.ts';
import { endPlan } from './end-plan.ts';
import { makeRange } from './make-range.ts';
import type { PackedFacts } from './packed-facts.ts';
import type { SnapshotInput, SnapshotOutcome } from './snapshot-outcome.ts';

const OTHERS_POLL_MS = 100;

/**
 * Makes ranges of a plan until none is left, and then a run of it, unless another process does; its rules and zone are
 * those of the context. What became of the day; null when the plan was thrown away or `stop` ended the work.
 */
export async function workOffPlan(
  ctx: Context,
  plan: SnapshotPlan,
  {
    facts = new Map(),
    onProgress,
    stop,
  }: Pick<SnapshotInput, 'onProgress'> & {
    readonly facts?: PackedFacts | undefined;
    readonly stop?: AbortSignal | undefined;
  },
): Promise<SnapshotOutcome | null> {
  while (stop?.aborted !== true) {
    const changed = await inTransaction(ctx.db, (tx) => makeRange({ ...ctx, db: tx }, plan, facts));
    if (changed === null) {
      const end = await endPlan(ctx, plan);
      if (end !== 'open') return end;
      await pause(OTHERS_POLL_MS);
    } else if (changed > 0 && onProgress) {
      const [progress] = await loadProgress(ctx.db, plan.day);
      if (progress) onProgress({ done: progress.changed, total: plan.accounts });
    }
  }
  return null;
}
