import type { Context } from '../app/context.ts';
import type { UndeliverableReport } from '../app/delivery/deliveries-report.ts';
import type { Publisher } from '../app/delivery/publisher.ts';
import type { Metrics } from '../lib/metrics.ts';

export interface DeliveryOptions {
  readonly ctx: Context;
  readonly publisher: Publisher;
  /** Tells somebody who can act, once per message that cannot be delivered. */
  readonly notifyOwner?:
    | ((notice: { readonly ctx: Context; readonly report: UndeliverableReport }) => Promise<unknown>)
    | undefined;
  readonly leaseMs?: number | undefined;
  /** Aborted: no further message is begun. */
  readonly stop?: AbortSignal | undefined;
  readonly metrics?: Pick<Metrics, 'delivered'> | undefined;
}
