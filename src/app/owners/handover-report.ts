import type { AccountRef } from '../accounts/account-ref.ts';
import type { AccountHealthReport } from '../accounts/account-report.ts';
import type { EpisodeReport } from '../episodes/episode-reports.ts';
import type { TouchRef } from '../touches/touch-report.ts';

/** What a new owner should know of an account. */
export interface HandoverPacket {
  readonly health: AccountHealthReport;
  /** Name of the owner before; null: nobody. */
  readonly from: string | null;
  /** Worst first. */
  readonly open: readonly EpisodeReport[];
  /** The newest ones, newest first. */
  readonly touches: readonly TouchRef[];
}

/** The accounts that somebody got at once. */
export interface HandoverReport {
  /** Name of the new owner. */
  readonly owner: string;
  /** The reader stands in for the new owner, who cannot be told. */
  readonly standIn: boolean;
  readonly packets: readonly HandoverPacket[];
  /** Further accounts, without a packet. */
  readonly more: readonly AccountRef[];
}

/** An owner who is gone. */
export interface LeaverReport {
  readonly name: string;
  readonly email: string;
  readonly accounts: number;
}
