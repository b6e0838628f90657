import type { Context } from '../../../src/app/context.ts';
import type { Day } from '../../../src/domain/day.ts';
import type { Schedule } from '../../../src/jobs/due.ts';
import { digestJob } from '../../../src/jobs/jobs/digest.ts';
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts';
import { type Db, execute } from '../../../src/store/db.ts';
import { testContext } from '../../../test/support/context.ts';
import { wallClock } from '../../../test/support/local-year.ts';
import { digestReport, goldenStanding } from '../../../test/support/slack-reports.ts';

/** A digest of its own: a zone, a time and weekdays. */
export type Digest = Pick<Schedule, 'at' | 'days' | 'timeZone'>;

/** Somebody who looks at the clock and sends what is due. */
export interface Sender {
  look(digest: Digest, now: Date, process: string): Promise<void>;
  /** What was sent, and by which clock. */
  readonly sent: readonly Sent[];
}

export interface Sent {
  readonly channel: string;
  readonly day: Day;
  readonly now: Date;
}

export function channelOf({ at, days, timeZone }: Digest): string {
  return `C ${timeZone} ${at} ${days.length}`;
}

/** The product's own digest job and runner on a database, with reports that need no data. */
export function productSender(db: Db): Sender {
  const sent: Sent[] = [];
  const nothing = async (): Promise<void> => undefined;
  return {
    sent,
    look: async (digest, now, runner) => {
      const channel = channelOf(digest);
      const ctx: Context = testContext(db, { timeZone: digest.timeZone, now: () => now });
      const job = digestJob({
        ...digest,
        channel,
        name: channel,
        watchSources: nothing,
        snapshotScores: nothing,
        updateEpisodes: nothing,
        composeDigest: async ({ input }) => {
          sent.push({ channel, day: input.day, now });
          return REPORT;
        },
        renderDigest: () => ({ text: 'A digest', blocks: [], classic: null }),
      });
      await runDueJobs({ ctx, jobs: { daily: [job], eachTick: [] }, now, runner });
    },
  };
}

/** What a timer of the process does: it fires in the minute, and remembers nothing. */
export function timerSender(db: Db): Sender {
  const sent: Sent[] = [];
  return {
    sent,
    look: async (digest, now) => {
      const { day, time } = wallClock(digest.timeZone)(now);
      if (time !== digest.at) return;
      const channel = channelOf(digest);
      sent.push({ channel, day, now });
      await execute(
        db,
        `insert into outbox (kind, channel, local_date, message_key, payload, state)
         values ('digest', $1, $2, gen_random_uuid(), '{}', 'due') on conflict do nothing`,
        [channel, day],
      );
    },
  };
}

const REPORT = digestReport([goldenStanding('megacorp')]);
