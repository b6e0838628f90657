import type { Day } from '../../domain/day.ts';
import type { DigestPlan } from '../digest/digest-plan.ts';

export interface DigestSetting extends DigestPlan {
  /** Why nothing can be posted there; null: it can. */
  readonly refused: string | null;
  readonly rollupRefused: string | null;
}

/** The answer to `/pulse settings`. */
export interface SettingsReport {
  readonly today: Day;
  readonly timeZone: string;
  readonly reportingCurrency: string;
  /** 'balanced@1', and the hash of all rules behind it. */
  readonly definition: string;
  readonly definitionHash: string;
  /** Slack user id; null: nobody stands in. */
  readonly fallbackOwner: string | null;
  readonly digests: readonly DigestSetting[];
  /** When the asker gets their own accounts if they want them: the hour, in their zone, and weekdays, Monday = 1. */
  readonly own: {
    readonly at: string;
    readonly days: readonly number[];
    readonly wanted: boolean;
    readonly timeZone: string;
  };
}
