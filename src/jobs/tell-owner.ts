import type { UndeliverableReport } from '../app/delivery/deliveries-report.ts';
import { messageOf } from '../lib/errors.ts';
import type { DeliveryOptions } from './delivery-options.ts';

/** Tells somebody who can act that a message is not delivered. That nobody can be told ends nothing. */
export async function tellOwner(
  { ctx, notifyOwner }: Pick<DeliveryOptions, 'ctx' | 'notifyOwner'>,
  report: UndeliverableReport,
): Promise<void> {
  try {
    await notifyOwner?.({ ctx, report });
  } catch (failure) {
    const { channel, kind, localDate } = report;
    ctx.log.warn(
      { channel, kind, localDate, error: messageOf(failure) },
      'Nobody could be told about an undeliverable message.',
    );
  }
}
