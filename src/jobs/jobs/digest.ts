import type { Context } from '../../app/context.ts';
import { labelMessage } from '../../app/label-message.ts';
import type { OutgoingMessage } from '../../app/publisher.ts';
import { queueMessage } from '../../app/queue-message.ts';
import type { DigestReport } from '../../app/reports.ts';
import type { DailyJob } from '../job.ts';
import type { SnapshotScores } from './snapshot.ts';

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
  readonly snapshotScores: SnapshotScores;
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
      await deps.snapshotScores({ ctx, input: { day } });
      const message = deps.renderDigest(await deps.composeDigest({ ctx, input: { day } }));
      const late = lateMinutes >= LATE_MINUTES;
      const labelled = late ? labelMessage(message, `(${delay(lateMinutes)} late: cs-pulse was not running)`) : message;
      return queueMessage({ ctx, input: { kind: 'digest', channel, localDate: day, message: labelled } });
    },
  };
}

function delay(minutes: number): string {
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
