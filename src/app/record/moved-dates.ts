import type { Day } from '../../domain/day.ts';
import type { AccountDates } from '../../store/accounts-write.ts';

type Dates = Pick<AccountDates, 'customer_since' | 'first_event_on'>;

/** The dates of an account after a first sign and a first activity on these local days: null when none of them moves. */
export function movedDates(row: AccountDates, first: Day | undefined, firstActive: Day | undefined): Dates | null {
  const movesSince = first !== undefined && !row.customer_since_given && first < row.customer_since;
  const movesActive = firstActive !== undefined && (row.first_event_on === null || firstActive < row.first_event_on);
  if (!movesSince && !movesActive) return null;
  return {
    customer_since: movesSince ? first : row.customer_since,
    first_event_on: movesActive ? firstActive : row.first_event_on,
  };
}
