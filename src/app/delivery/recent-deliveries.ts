import { type Delivery, listDeliveries } from '../../store/outbox.ts';
import type { Context } from '../context.ts';
import type { DeliveriesReport, DeliveryReport } from './deliveries-report.ts';

const LISTED = 40;

/** The last messages that were to be posted by themselves, and what became of each. */
export async function recentDeliveries({ ctx }: { readonly ctx: Context }): Promise<DeliveriesReport> {
  const found = await listDeliveries(ctx.db, LISTED);
  return { timeZone: ctx.timeZone, deliveries: found.map(toReport) };
}

function toReport(row: Delivery): DeliveryReport {
  const {
    attempts,
    channel: target,
    edited_at: editedAt,
    error: reason,
    kind,
    local_date: day,
    posted_at: postedAt,
  } = row;
  return { kind, target, day, state: deliveryState(row), at: editedAt ?? postedAt, attempts, reason };
}

/** What became of a message. The only error that is kept of a posted one is that an edit found it deleted. */
export function deliveryState({
  edited_at: editedAt,
  error,
  message_ts: ts,
  state,
}: Delivery): DeliveryReport['state'] {
  if (state === 'failed') return 'failed';
  if (state === 'due') return ts === null ? 'waiting' : 'edit_due';
  if (error !== null) return 'deleted';
  return editedAt === null ? 'posted' : 'edited';
}
