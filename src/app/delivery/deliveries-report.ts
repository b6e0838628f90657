import type { Day } from '../../domain/day.ts';

export interface DeliveryReport {
  /** Kind of message, such as 'digest' or 'digest:enterprise/2'. */
  readonly kind: string;
  /** Id of a channel, or of a person. */
  readonly target: string;
  readonly day: Day;
  /** `edit_due`: it is posted, and its newest text is not. `deleted`: by somebody in Slack, after it was posted. */
  readonly state: 'waiting' | 'posted' | 'edited' | 'edit_due' | 'deleted' | 'failed';
  readonly at: Date | null;
  readonly attempts: number;
  readonly reason: string | null;
}

/** The answer to `/pulse deliveries`, newest day first. */
export interface DeliveriesReport {
  readonly timeZone: string;
  readonly deliveries: readonly DeliveryReport[];
}

/** A message that Slack refuses for good, or that came to nothing for a day, for whoever can mend it. */
export interface UndeliverableReport {
  readonly kind: string;
  /** Id of a channel, or of a person. */
  readonly channel: string;
  readonly localDate: Day;
  readonly error: string;
  readonly remedy: string;
}
