import type { Context } from '../../app/context.ts';
import type { DailyJob } from '../job.ts';

/** Takes the day's snapshot of every account; saying it twice must change nothing. */
export type SnapshotScores = (call: {
  readonly ctx: Context;
  readonly input: { readonly day: string };
}) => Promise<unknown>;

/** Scores the days before again, which late data may have changed, and then the day. */
export type SnapshotWindow = SnapshotScores;

/** Brings what was said about accounts up to the day; saying it twice must change nothing. */
export type UpdateEpisodes = SnapshotScores;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** Every local day soon after midnight, when the day before is complete; as late as needed on that day. */
export function snapshotJob(deps: {
  readonly timeZone: string;
  readonly snapshotWindow: SnapshotWindow;
  readonly updateEpisodes: UpdateEpisodes;
}): DailyJob {
  return {
    name: 'snapshot',
    scope: '',
    schedule: { at: '00:05', days: EVERY_DAY, timeZone: deps.timeZone, catchUpHours: 'same_day' },
    run: async ({ ctx, day }) => {
      await deps.snapshotWindow({ ctx, input: { day } });
      await deps.updateEpisodes({ ctx, input: { day } });
      return null;
    },
  };
}
