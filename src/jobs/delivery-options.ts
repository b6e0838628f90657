import type { Context } from '../app/context.ts';
import type { Publisher } from '../app/delivery/publisher.ts';
import type { OutboxSlot } from '../store/outbox.ts';

export interface UndeliverableNotice extends OutboxSlot {
  readonly error: string;
  readonly remedy: string;
}

export interface DeliveryOptions {
  readonly ctx: Context;
  readonly publisher: Publisher;
  /** Tells somebody who can act, once per message that cannot be delivered. */
  readonly notifyOwner?: ((notice: UndeliverableNotice) => Promise<void>) | undefined;
  readonly leaseMs?: number | undefined;
}
