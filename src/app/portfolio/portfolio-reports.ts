import type { Money } from '../../domain/money.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { DataStand } from '../freshness/freshness-report.ts';

/** The answer to `/health` without a name. */
export interface HealthListReport {
  readonly stand: DataStand;
  /** 'mine': accounts of the asker, worst first; 'bottom': the portfolio's lowest scores. */
  readonly scope: 'mine' | 'bottom';
  readonly scored: readonly AccountStanding[];
  /** Accounts without a score (onboarding, no signal…), listed under it, never mixed. */
  readonly unscored: readonly AccountStanding[];
  /** Accounts in scope beyond those listed. */
  readonly more: number;
  /** Account id of the CRITICAL account with the highest priority. */
  readonly star: string | null;
}

export interface MoneyTotal extends Money {
  /** Some accounts have no rate to the reporting currency and are not in the sum. */
  readonly partial: boolean;
}
