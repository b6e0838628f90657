import { parseDecimal } from './decimal.ts';
import { roundHalfUp } from './rational.ts';

/**
 * `immediate`: additions and removals count from now on.
 * `add_now_remove_at_period_end`: a removal costs and credits nothing until the period ends.
 * `active_only_credit`: as `immediate`, where a seat counts as removed once its person is inactive.
 */
export type ProrationPolicy = 'immediate' | 'add_now_remove_at_period_end' | 'active_only_credit';

export interface SeatChange {
  /** Seats added (positive) or removed (negative). */
  readonly delta: number;
  /** Price per seat and period in minor units, decimals allowed. */
  readonly unitAmountDecimal: string;
  readonly at: Date;
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly policy: ProrationPolicy;
}

export interface ProrationPreview {
  /** Minor units: a charge above 0, a credit below. */
  readonly amountMinor: number;
  readonly effectiveAt: Date;
}

/**
 * What a seat change costs for the rest of the period: an estimate, to the second, half away from zero.
 * The provider's own preview decides. Null when the period is empty, `at` lies outside it or the price is unreadable.
 */
export function prorationPreview(change: SeatChange): ProrationPreview | null {
  const unit = parseDecimal(change.unitAmountDecimal);
  const [start, at, end] = [seconds(change.periodStart), seconds(change.at), seconds(change.periodEnd)] as const;
  if (unit === null || end <= start || at < start || at > end) return null;
  if (change.delta < 0 && change.policy === 'add_now_remove_at_period_end') {
    return { amountMinor: 0, effectiveAt: change.periodEnd };
  }
  const num = BigInt(change.delta) * unit.units * BigInt(end - at);
  return { amountMinor: Number(roundHalfUp(num, unit.scale * BigInt(end - start))), effectiveAt: change.at };
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
