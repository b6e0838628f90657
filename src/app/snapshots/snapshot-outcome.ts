import type { Day } from '../../domain/day.ts';

export interface SnapshotInput {
  /** Local day; today when absent. Numbers cover the time before its midnight. */
  readonly day?: Day | undefined;
  /** Compare results as well as inputs: for a day that an older version of the program scored. */
  readonly rebuild?: boolean | undefined;
  /** The vendor's own ids; every account when absent. */
  readonly accountIds?: readonly string[] | undefined;
  /** Told of accounts that got a new snapshot, of all; never while nothing changes. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** A day of more accounts is made in ranges of so many; absent: one of over 5,000 in ranges of 1,000. */
  readonly rangeAccounts?: number | undefined;
}

export interface SnapshotOutcome {
  readonly day: Day;
  /** The day's newest revision after this call. */
  readonly revision: number;
  readonly state: 'written' | 'unchanged';
  /** Accounts looked at, and those of them that got a new snapshot. */
  readonly accounts: number;
  readonly changed: number;
  readonly fleetFactor: number;
  /** Kinds of signals whose source looked broken: the scores may be too low. */
  readonly staleSources: readonly string[];
}
