import { labelMessage } from '../../app/delivery/label-message.ts';
import type { OutgoingMessage } from '../../app/delivery/publisher.ts';

/** A message this much after its time says so. */
const LATE_MINUTES = 15;

/** The message, with a label when it is late. */
export function withDelay(message: OutgoingMessage, lateMinutes: number): OutgoingMessage {
  return lateMinutes < LATE_MINUTES
    ? message
    : labelMessage(message, `(${delay(lateMinutes)} late: cs-pulse was not running)`);
}

function delay(minutes: number): string {
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
