import { deliverDue } from '../deliver-due.ts';
import type { DeliveryOptions } from '../delivery-options.ts';
import type { TickJob } from '../job.ts';

/** Delivers what is due at every tick. */
export function outboxJob(deps: Pick<DeliveryOptions, 'publisher' | 'notifyOwner' | 'metrics'>): TickJob {
  return {
    name: 'outbox',
    run: async ({ ctx, stop }) => {
      await deliverDue({ ctx, stop, ...deps });
    },
  };
}
