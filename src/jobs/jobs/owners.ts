import type { Context } from '../../app/context.ts';
import type { CheckedOwners } from '../../app/owners/check-owners.ts';
import type { HandedOver } from '../../app/owners/hand-over.ts';
import type { DailyJob } from '../job.ts';

export interface OwnersJobDeps {
  readonly timeZone: string;
  /** Local time 'HH:MM' and weekdays, Monday = 1: people are written to when they work. */
  readonly at: string;
  readonly days: readonly number[];
  readonly checkOwners: (call: { readonly ctx: Context }) => Promise<CheckedOwners>;
  readonly handOver: (call: { readonly ctx: Context }) => Promise<HandedOver>;
}

/** Finds owners in Slack, notices who left, and tells new owners about their accounts. Again changes nothing. */
export function ownersJob({ at, checkOwners, days, handOver, timeZone }: OwnersJobDeps): DailyJob {
  return {
    name: 'owners',
    scope: '',
    schedule: { at, days, timeZone, catchUpHours: 'same_day' },
    run: async ({ ctx }) => {
      const { absent, found, left, stopped } = await checkOwners({ ctx });
      const { accounts, people, waiting } = await handOver({ ctx });
      const notes = [`${found} found, ${absent} not in Slack, ${left.length} left`];
      if (stopped) notes.push('Slack did not answer for all');
      notes.push(`${accounts} accounts handed over to ${people} people, ${waiting} waiting`);
      return notes.join('; ');
    },
  };
}
