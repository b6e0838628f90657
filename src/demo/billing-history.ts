import type { DemoBillingState } from './demo-account.ts';
import { hashOf } from './random.ts';

/** As long ago as events may be from which billing is known. */
const OLDEST_DAYS = 399;
/** Seats of the first months in percent of those that the story begins with. */
const FIRST_PERCENT = [80, 100, 90, 115, 100, 75] as const;

/**
 * What a story's billing began with, so that a year of revenue has something to tell: most accounts paid a year ago, and
 * some of them for fewer seats or more. The last 120 days are the story's own.
 */
export function withBillingHistory(
  accountId: string,
  states: readonly DemoBillingState[],
): readonly DemoBillingState[] {
  const [first, ...later] = states;
  if (first === undefined || first.seats === null || first.status !== 'active' || first.daysAgo < 330) return states;
  const hash = hashOf(`${accountId} billing`);
  const begins = hash % 4 === 0 ? first.daysAgo : OLDEST_DAYS;
  const percent = FIRST_PERCENT[hash % FIRST_PERCENT.length] ?? 100;
  const seats = Math.max(1, Math.round((first.seats * percent) / 100));
  if (seats === first.seats) return [{ ...first, daysAgo: begins }, ...later];
  const changes = 130 + (hash % 190);
  const until = later[0]?.daysAgo ?? 0;
  if (changes <= until) return [{ ...first, daysAgo: begins }, ...later];
  return [{ ...first, daysAgo: begins, seats }, { ...first, daysAgo: changes }, ...later];
}
