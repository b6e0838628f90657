import type { BandLabel, CapKey } from '../../domain/assessment.ts';
import type { ChangeTerm } from '../../domain/change.ts';
import type { Day } from '../../domain/day.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { StoredOverride } from '../judgements/judgement-report.ts';

/** A stored score as one side of a comparison; tenths of a point, null without a score. */
export interface ChangePoint {
  readonly day: Day;
  /** Above 1 where late data rewrote the day. */
  readonly revision: number;
  readonly scoreTenths: number | null;
  readonly baseTenths: number | null;
  readonly band: BandLabel | null;
  readonly cap: CapKey | null;
  readonly override: StoredOverride | null;
  /** Percent; null for an excluded account. */
  readonly coverage: number | null;
  /** 'balanced@1' */
  readonly definition: string;
  /** Of all rules: two definitions of one name may differ. */
  readonly definitionHash: string;
  /** The segment of the definition that the account was in; null: none. */
  readonly segment: string | null;
}

/** Why a score moved between two days, or between two revisions of one. */
export interface ChangeReport {
  readonly account: AccountRef;
  /** Null when nothing earlier is stored. */
  readonly from: ChangePoint | null;
  readonly to: ChangePoint;
  /** Tenths of a point; null without two scores. */
  readonly changeTenths: number | null;
  /** They add up to the change exactly. */
  readonly terms: readonly ChangeTerm[];
}
