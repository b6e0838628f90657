import type { BucketCountRow } from '../store/snapshot-rows.ts';
import type { StandingFilter } from '../store/snapshots.ts';
import type { Origin } from './data-stand.ts';
import type { AccountStanding } from './reports.ts';

export type PortfolioFilter = Omit<StandingFilter, 'day'>;

/** The accounts of one day, asked for in parts: nobody reads 5,000 assessments to show ten. */
export interface Portfolio {
  readonly origin: Origin;
  /** Lowest score first, then highest MRR, then id; accounts without a score last. */
  readonly standings: (filter?: PortfolioFilter) => Promise<readonly AccountStanding[]>;
  /** Accounts by bucket; owner and plan filter. */
  readonly counts: (filter?: PortfolioFilter) => Promise<readonly BucketCountRow[]>;
}
