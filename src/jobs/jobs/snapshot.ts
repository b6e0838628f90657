import type { Context } from '../../app/context.ts';
import type { DailyJob } from '../job.ts';

/** Takes the day's snapshot of every account; saying it twice must change nothing. */
export type SnapshotScores = (call: {
  readonly ctx: Context;
  readonly input: { readonly day: string };
}) => Promise<unknown>;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** Every local day soon after midnight, when the day before is complete; as late as needed on that day. */
export function snapshotJob(deps: { readonly timeZone: string; readonly snapshotScores: SnapshotScores }): DailyJob {
  return {
    name: 'snapshot',
    scope: '',
    schedule: { at: '00:05', days: EVERY_DAY, timeZone: deps.timeZone, catchUpHours: 'same_day' },
    run: async ({ ctx, day }) => {
      await deps.snapshotScores({ ctx, input: { day } });
      return null;
    },
  };
}
