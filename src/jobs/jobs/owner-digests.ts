import type { Context } from '../../app/context.ts';
import type { OutgoingMessage } from '../../app/delivery/publisher.ts';
import { queueMessage } from '../../app/delivery/queue-message.ts';
import { daysSinceDigest } from '../../app/digest/digest-days.ts';
import type { DigestReport } from '../../app/digest/digest-report.ts';
import type { OwnDigest } from '../../app/digest/own-digests.ts';
import { addDays } from '../../domain/day.ts';
import { AppError } from '../../lib/errors.ts';
import { instantOfLocalTime, localDayOf } from '../../lib/local-time.ts';
import type { DailyJob } from '../job.ts';
import { CATCH_UP_HOURS } from './digest.ts';
import { withDelay } from './late.ts';
import type { SnapshotScores, UpdateEpisodes } from './snapshot.ts';

export type Reader =
  | { readonly kind: 'allowed'; readonly money: boolean }
  /** No longer somebody who may ask. */
  | { readonly kind: 'refused' }
  /** Could not be looked up. */
  | { readonly kind: 'unknown' };

export interface OwnerDigestsDeps {
  readonly timeZone: string;
  readonly at: string;
  readonly days: readonly number[];
  readonly snapshotScores: SnapshotScores;
  readonly updateEpisodes: UpdateEpisodes;
  readonly ownDigests: (call: {
    readonly ctx: Context;
    readonly input: { readonly day: string; readonly before: string };
  }) => Promise<OwnDigest[]>;
  /** Asked for each person on each day: rights and employment change. */
  readonly readerOf: (slackUserId: string) => Promise<Reader>;
  readonly renderOwn: (report: DigestReport, viewer: { readonly money: boolean }) => OutgoingMessage;
}

/** Longer ago than that, a message that was not delivered is given up. */
const MOST_WAIT_MS = 20 * 3_600_000;
const MINUTE_MS = 60_000;

/** Kind of a person's own digest in the outbox; the channel is the person. */
const OWN_DIGEST = 'digest_dm';

/** Their own accounts by direct message for everybody who wants that: once per day and person. */
export function ownerDigestsJob(deps: OwnerDigestsDeps): DailyJob {
  const { at, days, timeZone } = deps;
  return {
    name: 'digest_dm',
    scope: '',
    schedule: { at, days, timeZone, catchUpHours: CATCH_UP_HOURS },
    run: async ({ ctx, day: localDate, dueAt, lateMinutes }) => {
      const day = localDayOf(dueAt, ctx.timeZone);
      await deps.snapshotScores({ ctx, input: { day } });
      await deps.updateEpisodes({ ctx, input: { day } });
      const before = addDays(day, -daysSinceDigest(localDate, days));
      const skipped: string[] = [];
      const unknown: string[] = [];
      let sent = 0;
      for (const { report, slackUserId, timeZone: zone } of await deps.ownDigests({ ctx, input: { day, before } })) {
        if (report === null) {
          skipped.push(`${slackUserId} owns no account that they want to hear of`);
          continue;
        }
        const reader = await deps.readerOf(slackUserId);
        if (reader.kind === 'refused') skipped.push(`${slackUserId} may not ask any more`);
        if (reader.kind === 'unknown') unknown.push(slackUserId);
        if (reader.kind !== 'allowed') continue;
        const notBefore = zone === null ? undefined : waitFor({ dueAt, localDate, at, zone });
        // Late is what comes after the person's own hour.
        const late = lateMinutes - (notBefore === undefined ? 0 : minutesBetween(dueAt, notBefore));
        const message = { ...withDelay(deps.renderOwn(report, reader), late), amounts: reader.money };
        await queueMessage({ ctx, input: { kind: OWN_DIGEST, channel: slackUserId, localDate, message, notBefore } });
        sent += 1;
      }
      if (unknown.length > 0) {
        throw new AppError('unavailable', `Slack did not say who these people are: ${unknown.join(', ')}.`);
      }
      return [`${sent} people`, ...(skipped.length === 0 ? [] : [`left out: ${skipped.join(', ')}`])].join('; ');
    },
  };
}

// The same hour of the same day where the person is; east of the team it has passed.
function waitFor(when: {
  readonly dueAt: Date;
  readonly localDate: string;
  readonly at: string;
  readonly zone: string;
}): Date | undefined {
  const { at, dueAt, localDate, zone } = when;
  const theirs = instantOfLocalTime(localDate, at, zone);
  if (theirs <= dueAt) return undefined;
  return new Date(Math.min(theirs.getTime(), dueAt.getTime() + MOST_WAIT_MS));
}

function minutesBetween(from: Date, until: Date): number {
  return Math.floor((until.getTime() - from.getTime()) / MINUTE_MS);
}
