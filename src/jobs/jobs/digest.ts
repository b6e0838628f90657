import type { Context } from '../../app/context.ts';
import { labelMessage } from '../../app/label-message.ts';
import type { OutgoingMessage } from '../../app/publisher.ts';
import { queueDigest } from '../../app/queue-digest.ts';
import type { DigestReport } from '../../app/reports.ts';
import type { DailyJob } from '../job.ts';
import type { SnapshotScores, UpdateEpisodes } from './snapshot.ts';
import type { WatchSources } from './watch.ts';

/** A digest this much after its time says so. */
const LATE_MINUTES = 15;
const CATCH_UP_HOURS = 6;

export interface DigestJobDeps {
  readonly timeZone: string;
  /** Local time 'HH:MM' and weekdays, Monday = 1. */
  readonly at: string;
  readonly days: readonly number[];
  /** Channel id. */
  readonly channel: string;
  readonly watchSources: WatchSources;
  readonly snapshotScores: SnapshotScores;
  readonly updateEpisodes: UpdateEpisodes;
  readonly composeDigest: (call: {
    readonly ctx: Context;
    readonly input: { readonly day: string };
  }) => Promise<DigestReport>;
  readonly renderDigest: (report: DigestReport) => OutgoingMessage;
}

/** Puts the day's digest in line for its channel. A second run of the same day edits what the first one posted. */
export function digestJob(deps: DigestJobDeps): DailyJob {
  const { at, channel, days, timeZone } = deps;
  return {
    name: 'digest',
    scope: channel,
    schedule: { at, days, timeZone, catchUpHours: CATCH_UP_HOURS },
    run: async ({ ctx, day, lateMinutes }) => {
      await deps.watchSources({ ctx });
      await deps.snapshotScores({ ctx, input: { day } });
      await deps.updateEpisodes({ ctx, input: { day } });
      const report = await deps.composeDigest({ ctx, input: { day } });
      const message = deps.renderDigest(report);
      const late = lateMinutes >= LATE_MINUTES;
      const labelled = late ? labelMessage(message, `(${delay(lateMinutes)} late: cs-pulse was not running)`) : message;
      return queueDigest({ ctx, input: { channel, day, message: labelled, notices: report.notices } });
    },
  };
}

function delay(minutes: number): string {
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
