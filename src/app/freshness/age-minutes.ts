import type { Watermark } from '../../store/sources.ts';

const MS_PER_MINUTE = 60_000;

/** Whole minutes since the newest signal of a watermark. */
export function ageMinutesOf(
  { lastOccurredAt, lastReceivedAt }: Pick<Watermark, 'lastOccurredAt' | 'lastReceivedAt'>,
  now: Date,
): number {
  // A sender's clock may run ahead: what it says about later than it was received is not believed.
  const newest = Math.min(lastOccurredAt.getTime(), lastReceivedAt.getTime());
  return Math.max(0, Math.floor((now.getTime() - newest) / MS_PER_MINUTE));
}
