import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../app/context.ts';
import { isJobRunning } from '../../store/job-runs.ts';
import type { TickJob } from '../job.ts';

/** Works at snapshots that were begun in any process; saying it twice must change nothing. */
export type HelpSnapshots = (call: {
  readonly ctx: Context;
  readonly input: { readonly stop: AbortSignal };
}) => Promise<unknown>;

/** It ends before the next tick, so that nothing else comes late for it. */
const MOST_MS = 45_000;
const POLL_MS = 250;

/**
 * Helps with a snapshot for as long as one is under way: the process that runs the snapshot job has one day after the
 * other, and one that dies leaves a day behind.
 */
export function snapshotHelpJob({ helpSnapshots }: { readonly helpSnapshots: HelpSnapshots }): TickJob {
  return {
    name: 'snapshot-help',
    run: async ({ ctx, stop }) => {
      const late = AbortSignal.timeout(MOST_MS);
      const enough = stop === undefined ? late : AbortSignal.any([late, stop]);
      for (;;) {
        await helpSnapshots({ ctx, input: { stop: enough } });
        if (enough.aborted || !(await isJobRunning(ctx.db, 'snapshot'))) return;
        await sleep(POLL_MS);
      }
    },
  };
}
