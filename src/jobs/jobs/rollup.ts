import type { Context } from '../../app/context.ts';
import type { OutgoingMessage } from '../../app/delivery/publisher.ts';
import { queueMessage } from '../../app/delivery/queue-message.ts';
import { rollupKind } from '../../app/digest/digest-plan.ts';
import type { DigestFilter } from '../../app/digest/digest-report.ts';
import type { RollupReport } from '../../app/rollup/rollup-report.ts';
import { localDayOf } from '../../lib/local-time.ts';
import type { DailyJob } from '../job.ts';
import { CATCH_UP_HOURS } from './digest.ts';
import { withDelay } from './late.ts';
import type { SnapshotScores, UpdateEpisodes } from './snapshot.ts';

export interface RollupJobDeps {
  readonly timeZone: string;
  readonly at: string;
  /** Weekdays, Monday = 1. */
  readonly days: readonly number[];
  /** Channel id. */
  readonly channel: string;
  /** Of the digest that it belongs to. */
  readonly name: string;
  readonly filter: DigestFilter;
  readonly snapshotScores: SnapshotScores;
  readonly updateEpisodes: UpdateEpisodes;
  readonly composeRollup: (call: {
    readonly ctx: Context;
    readonly input: { readonly day: string; readonly filter: DigestFilter };
  }) => Promise<RollupReport>;
  readonly renderRollup: (report: RollupReport) => OutgoingMessage;
}

/** Puts the week's rollup in line for its channel, on its weekday, once. */
export function rollupJob(deps: RollupJobDeps): DailyJob {
  const { at, channel, days, filter, name, timeZone } = deps;
  return {
    name: 'rollup',
    scope: name,
    schedule: { at, days, timeZone, catchUpHours: CATCH_UP_HOURS },
    run: async ({ ctx, day: localDate, dueAt, lateMinutes }) => {
      const day = localDayOf(dueAt, ctx.timeZone);
      await deps.snapshotScores({ ctx, input: { day } });
      await deps.updateEpisodes({ ctx, input: { day } });
      const report = await deps.composeRollup({ ctx, input: { day, filter } });
      const message = withDelay(deps.renderRollup(report), lateMinutes);
      return queueMessage({ ctx, input: { kind: rollupKind(name), channel, localDate, message } });
    },
  };
}
