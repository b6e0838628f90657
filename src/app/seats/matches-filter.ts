import type { Stake } from '../../domain/stake.ts';
import type { SeatFilter } from './seats-report.ts';

/** Whether an account passes the parts of a filter that are no columns to ask for: renewal and quarter drop. */
export function matchesSeatFilter({ facts, seats }: Stake, { renewsWithinDays, droppedPoints }: SeatFilter): boolean {
  const days = facts.days_to_renewal;
  const change = seats.quarterChange?.pointsTenths;
  const renews = renewsWithinDays === undefined || (days != null && days >= 0 && days < renewsWithinDays);
  return renews && (droppedPoints === undefined || (change !== undefined && change < -10 * droppedPoints));
}
