import type { Context } from '../../app/context.ts';
import type { RetentionReport } from '../../app/retention/apply-retention.ts';
import type { DailyJob } from '../job.ts';

export type ApplyRetention = (call: { readonly ctx: Context }) => Promise<RetentionReport>;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** Every local day at night, when little else runs; again removes nothing more. */
export function retentionJob(deps: { readonly timeZone: string; readonly applyRetention: ApplyRetention }): DailyJob {
  return {
    name: 'retention',
    scope: '',
    schedule: { at: '03:20', days: EVERY_DAY, timeZone: deps.timeZone, catchUpHours: 'same_day' },
    run: async ({ ctx }) => {
      const { forgotten, rows, weeks, weeksLeft } = await deps.applyRetention({ ctx });
      const notes = [`${weeks} weeks of events and ${sum(rows)} rows were past their limit`];
      if (weeksLeft > 0) notes.push(`${weeksLeft} weeks are in use and go tomorrow`);
      if (sum(forgotten) > 0) notes.push(`${sum(forgotten)} rows of forgotten accounts`);
      return notes.join('; ');
    },
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, rows) => all + rows, 0);
}
