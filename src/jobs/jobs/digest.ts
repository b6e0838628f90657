import type { Context } from '../../app/context.ts';
import type { OutgoingMessage } from '../../app/delivery/publisher.ts';
import { daysSinceDigest } from '../../app/digest/digest-days.ts';
import { hasNews } from '../../app/digest/digest-news.ts';
import { digestKind, TEAM_DIGEST } from '../../app/digest/digest-plan.ts';
import type { DigestFilter, DigestReport } from '../../app/digest/digest-report.ts';
import { queueDigest } from '../../app/digest/queue-digest.ts';
import { addDays } from '../../domain/day.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { findDelivery } from '../../store/outbox.ts';
import type { DailyJob } from '../job.ts';
import { withDelay } from './late.ts';
import type { SnapshotScores, UpdateEpisodes } from './snapshot.ts';
import type { WatchSources } from './watch.ts';

export const CATCH_UP_HOURS = 6;

export interface DigestJobDeps {
  /** Of the hour of posting; the numbers are those of the team's days. */
  readonly timeZone: string;
  /** Local time 'HH:MM' and weekdays, Monday = 1. */
  readonly at: string;
  readonly days: readonly number[];
  /** Channel id. */
  readonly channel: string;
  /** The team's digest without a name. */
  readonly name?: string | undefined;
  readonly filter?: DigestFilter | undefined;
  /** What is posted when nothing is new; `renderDigest` decides how a heartbeat looks. */
  readonly empty?: 'heartbeat' | 'silent' | undefined;
  readonly watchSources: WatchSources;
  readonly snapshotScores: SnapshotScores;
  readonly updateEpisodes: UpdateEpisodes;
  readonly composeDigest: (call: {
    readonly ctx: Context;
    readonly input: { readonly day: string; readonly before?: string; readonly filter?: DigestFilter | undefined };
  }) => Promise<DigestReport>;
  readonly renderDigest: (report: DigestReport) => OutgoingMessage;
  /** Replies for the thread. */
  readonly renderDetails?: ((report: DigestReport) => Promise<readonly OutgoingMessage[]>) | undefined;
}

/** Puts a day's digest in line for its channel. A second run of the same day edits what the first one posted. */
export function digestJob(deps: DigestJobDeps): DailyJob {
  const { at, channel, days, empty = 'heartbeat', filter, name = TEAM_DIGEST, timeZone } = deps;
  return {
    name: 'digest',
    scope: name,
    schedule: { at, days, timeZone, catchUpHours: CATCH_UP_HOURS },
    run: async ({ ctx, day: localDate, dueAt, lateMinutes }) => {
      const day = localDayOf(dueAt, ctx.timeZone);
      await deps.watchSources({ ctx });
      await deps.snapshotScores({ ctx, input: { day } });
      await deps.updateEpisodes({ ctx, input: { day } });
      const before = addDays(day, -daysSinceDigest(localDate, days));
      const report = await deps.composeDigest({ ctx, input: { day, before, filter } });
      const slot = { kind: digestKind(name), channel, localDate };
      // What was posted this morning is brought up to date all the same.
      const silent = empty === 'silent' && !hasNews(report) && (await findDelivery(ctx.db, slot)) === null;
      if (silent) return 'nothing new, and this digest is silent then';
      const message = withDelay(deps.renderDigest(report), lateMinutes);
      const details = (await deps.renderDetails?.(report)) ?? [];
      const { notices } = report;
      return queueDigest({ ctx, input: { channel, day, localDate, name, message, details, notices } });
    },
  };
}
