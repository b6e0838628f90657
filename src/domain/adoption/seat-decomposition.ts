import { utilizationTenths } from '../utilization.ts';

/** Seats of accounts whose sources say who has one. */
export interface AssignedSeats {
  readonly paid: number;
  readonly assigned: number;
  /** People active in 30 days. */
  readonly active: number;
  /** People who were active in the 90 days before and did nothing since. */
  readonly stopped: number;
}

/** Utilization as assignment x engagement; tenths of a percent. */
export interface SeatDecomposition extends AssignedSeats {
  /** Assigned of paid; null where nothing is paid. */
  readonly assignmentTenths: number | null;
  /** Active of assigned; null where nothing is assigned. */
  readonly engagementTenths: number | null;
  /** Paid seats that nobody was given: a matter of onboarding. */
  readonly neverInvited: number;
}

/** Tells seats that nobody was invited to from people who were invited and stopped. */
export function seatDecomposition(seats: AssignedSeats): SeatDecomposition {
  const { active, assigned, paid } = seats;
  return {
    ...seats,
    assignmentTenths: utilizationTenths({ active: assigned, paid }),
    engagementTenths: utilizationTenths({ active, paid: assigned }),
    neverInvited: Math.max(paid - assigned, 0),
  };
}
