import type { Stake } from '../../domain/stake.ts';
import type { BucketCountRow } from '../../store/snapshot-rows.ts';
import type { StakeFilter, StandingFilter } from '../../store/snapshots.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { Origin } from '../freshness/data-stand.ts';

export type PortfolioFilter = Omit<StandingFilter, 'day'>;

/** Standings in lists of a few dozen, each read when it is asked for. */
export type StandingParts = AsyncIterable<readonly AccountStanding[]>;

/** The accounts of one day, asked for in parts: nobody reads 5,000 assessments to show ten. */
export interface Portfolio {
  readonly origin: Origin;
  /** Lowest score first, then highest MRR, then id; accounts without a score last. */
  readonly standings: (filter?: PortfolioFilter) => Promise<readonly AccountStanding[]>;
  /** All of them in the same order, for who passes them on without keeping them. */
  readonly inParts: () => StandingParts;
  /** The vendor's own ids of all of them in the same order. */
  readonly order: () => Promise<readonly string[]>;
  /** Those of some accounts, in the order of the vendor's own ids given. */
  readonly listed: (accountIds: readonly string[]) => StandingParts;
  /** Another one: a standing or an account of the day is another; null where nothing is kept to tell by. */
  readonly mark: () => Promise<string | null>;
  /** What totals, order and counts are made of, in no order. */
  readonly stakes: (filter?: StakeFilter) => Promise<readonly Stake[]>;
  /** Accounts by bucket; owner and plan filter. */
  readonly counts: (filter?: PortfolioFilter) => Promise<readonly BucketCountRow[]>;
}
