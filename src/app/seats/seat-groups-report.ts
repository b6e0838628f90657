import type { RoleSplit } from '../../domain/adoption/role-split.ts';
import type { SeatDecomposition } from '../../domain/adoption/seat-decomposition.ts';
import type { Day } from '../../domain/day.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { SeatFilter } from './seats-report.ts';

export type SeatGroupBy = 'role' | 'department';

/** People who may have a seat. */
export interface SeatGroup {
  /** In lower case; null: not said. */
  readonly name: string | null;
  /** Accounts that have them. */
  readonly accounts: number;
  readonly people: number;
  /** In 30 days. */
  readonly active: number;
  /** Active in the 90 days before, and not since. */
  readonly stopped: number;
}

/** Of the accounts whose sources say who has a seat; null: none does. */
export interface AssignmentReport extends SeatDecomposition {
  readonly accounts: number;
}

/** The answer to `/utilization by role` and `/utilization by department`. */
export interface SeatGroupsReport {
  readonly stand: DataStand;
  readonly filter: SeatFilter;
  readonly by: SeatGroupBy;
  /** Accounts that match the filter and are not excluded, and those among them of which people are known. */
  readonly total: number;
  readonly accounts: number;
  /** The largest first, people of no known group last. */
  readonly groups: readonly SeatGroup[];
  /** Accounts whose admins are active while the others are dormant, the most paid seats first; none by department. */
  readonly flagged: readonly { readonly account: AccountRef; readonly split: RoleSplit }[];
  readonly assignment: AssignmentReport | null;
}

/** Somebody who stopped: for our own people, never for a customer. */
export interface StoppedPerson {
  readonly userId: string;
  readonly name: string | null;
  /** Role, or department, as the source says it. */
  readonly group: string | null;
  readonly lastOn: Day;
}

/** The answer to `/utilization acme by role` and `by department`. */
export interface AccountSeatGroupsReport {
  readonly stand: DataStand;
  readonly standing: AccountStanding;
  readonly by: SeatGroupBy;
  readonly groups: readonly SeatGroup[];
  /** Null by department. */
  readonly split: RoleSplit | null;
  readonly assignment: AssignmentReport | null;
  /** The last to stop first, at most fifteen. */
  readonly stopped: readonly StoppedPerson[];
}
