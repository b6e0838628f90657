import type { Context } from '../../app/context.ts';
import type { ReconcileReport } from '../../app/seats/reconcile-seats.ts';
import type { DailyJob } from '../job.ts';

export type ReconcileSeats = (call: { readonly ctx: Context }) => Promise<ReconcileReport>;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** Every local day just before the snapshot, so that it counts the seats that billing counts. */
export function reconcileJob(deps: { readonly timeZone: string; readonly reconcileSeats: ReconcileSeats }): DailyJob {
  return {
    name: 'reconcile',
    scope: '',
    schedule: { at: '00:03', days: EVERY_DAY, timeZone: deps.timeZone, catchUpHours: 'same_day' },
    run: async ({ ctx }) => {
      const { accounts, corrections, heldByHand, movements } = await deps.reconcileSeats({ ctx });
      if (corrections + movements > 0) {
        ctx.log.warn({ accounts, corrections, movements }, 'The seat ledger differed from billing and was corrected.');
      }
      return `${accounts} accounts, ${corrections} corrections, ${movements} missing movements, ${heldByHand} held by hand`;
    },
  };
}
