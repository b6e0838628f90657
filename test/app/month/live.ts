import type { Context } from '../../../src/app/context.ts';
import type { Publisher } from '../../../src/app/delivery/publisher.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import type { DigestReport } from '../../../src/app/digest/digest-report.ts';
import { updateEpisodes } from '../../../src/app/episodes/update-episodes.ts';
import { watchSources } from '../../../src/app/freshness/watch-sources.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { reconcileSeats } from '../../../src/app/seats/reconcile-seats.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { snapshotWindow } from '../../../src/app/snapshots/snapshot-window.ts';
import { addDays, type Day } from '../../../src/domain/day.ts';
import { BALANCED, type HealthDefinition } from '../../../src/domain/definition.ts';
import type { Signal } from '../../../src/domain/signal.ts';
import { createJobs } from '../../../src/jobs/jobs/index.ts';
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts';
import { instantOfLocalTime } from '../../../src/lib/local-time.ts';
import { digestMessage } from '../../../src/slack/messages/digest.ts';
import type { Db } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { activityOn, beginnings, billingOn, FIRST_DAY, HISTORY_FROM, LIVED_DAYS, ZONE } from './stories.ts';

/** Usage of these days arrives in the morning of the next day after them. */
const OUTAGE: readonly Day[] = ['2026-04-14', '2026-04-15'];
const BACK_FILLED: Day = '2026-04-16';
export const NEW_RULES_ON: Day = '2026-04-06';
const CHANNEL = 'C100';

/** Seats weigh twice as much and 80 % of them in use are no more than a tenth: everybody loses a band by our doing. */
const NEW_RULES: HealthDefinition = {
  ...BALANCED,
  version: 2,
  components: BALANCED.components.map((component) =>
    component.key === 'utilization'
      ? {
          ...component,
          weight: 40,
          anchors: [
            [0, 0],
            [80, 10],
            [100, 100],
          ],
        }
      : component,
  ),
};

export interface Life {
  readonly at: (day: Day, time: string) => Context;
  /** What was posted and edited, in order. */
  readonly posted: readonly { readonly day: Day; readonly report: DigestReport }[];
  readonly edits: readonly string[];
  /** Everything that was due, as a process that has just been started does it. */
  readonly tick: (day: Day, time: string) => Promise<void>;
}

/** A team whose clock is moved by hand, with everything that happened before its first day. */
export async function beginLife(db: Db): Promise<Life> {
  const at = (day: Day, time: string): Context =>
    testContext(db, {
      timeZone: ZONE,
      now: () => instantOfLocalTime(day, time, ZONE),
      health: day < NEW_RULES_ON ? BALANCED : NEW_RULES,
    });
  await receive(at(addDays(FIRST_DAY, -1), '18:00'), 'stripe', beginnings());
  for (let day = HISTORY_FROM; day < FIRST_DAY; day = addDays(day, 7)) {
    const week = Array.from({ length: 7 }, (_, index) => activityOn(addDays(day, index))).flat();
    await receive(at(addDays(FIRST_DAY, -1), '18:00'), 'events', week);
  }
  const posted: { day: Day; report: DigestReport }[] = [];
  const edits: string[] = [];
  const publisher: Publisher = {
    post: async ({ beforeSend }) => ((await beforeSend()) ? { kind: 'ok', ts: '1.1' } : { kind: 'abandoned' }),
    update: async ({ message }) => {
      edits.push(message.text);
      return { kind: 'ok' };
    },
    findByKey: async () => ({ kind: 'absent' }),
  };
  const tick = async (day: Day, time: string): Promise<void> => {
    const jobs = createJobs({
      timeZone: ZONE,
      reconcileSeats,
      snapshotScores,
      snapshotWindow,
      updateEpisodes,
      watchSources,
      digests: [
        {
          timeZone: ZONE,
          at: '09:00',
          days: [1, 2, 3, 4, 5],
          channel: CHANNEL,
          composeDigest: async (call) => {
            const report = await composeDigest(call);
            posted.push({ day, report });
            return report;
          },
          renderDigest: (report) => digestMessage(report, { money: true, mentions: true }),
        },
      ],
      delivery: { publisher },
    });
    const ctx = at(day, time);
    await runDueJobs({ ctx, jobs, now: ctx.now(), runner: 'test' });
  };
  return { at, posted, edits, tick };
}

/** What a day brings: work at noon, billing at noon, and what was held up comes before the digest. */
export async function receiveDay({ at }: Life, day: Day): Promise<void> {
  await receive(at(day, '18:00'), 'stripe', billingOn(day));
  if (!OUTAGE.includes(day)) await receive(at(day, '18:00'), 'events', activityOn(day));
}

/** Usage that was held up, before the morning's digest. */
export async function backFill({ at }: Life, day: Day): Promise<void> {
  if (day === BACK_FILLED) await receive(at(day, '07:30'), 'events', OUTAGE.flatMap(activityOn));
}

export const livedDays = (): Day[] => Array.from({ length: LIVED_DAYS }, (_, index) => addDays(FIRST_DAY, index));

async function receive(ctx: Context, source: string, signals: readonly Signal[]): Promise<void> {
  if (signals.length === 0) return;
  const outcomes = await recordSignals({ ctx, input: { source, signals, maxAgeDays: 400 } });
  const refused = outcomes.filter(({ status }) => status !== 'accepted');
  if (refused.length > 0)
    throw new Error(`${refused.length} of ${signals.length} signals: ${JSON.stringify(refused[0])}`);
}
