import type { Day } from './day.ts';

export const SENTIMENTS = ['good', 'neutral', 'concerned'] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

/** When a judgement counts, in local days. */
export interface Validity {
  /** The day on which it was made. */
  readonly startsOn: Day;
  /** The last day on which it counts. */
  readonly lastOn: Day;
  /** The day on which somebody ended it early, from which on it counts no more. */
  readonly endedOn: Day | null;
}

/** Whether a judgement counts for a day: made on it or before, not past its last day, and not ended by then. */
export function isInForce({ startsOn, lastOn, endedOn }: Validity, day: Day): boolean {
  return startsOn <= day && day <= lastOn && (endedOn === null || day < endedOn);
}
