import type { CapKey, SeatAssessment } from '../assessment.ts';
import { parseDecimal } from '../decimal.ts';
import type { HealthDefinition } from '../definition.ts';
import type { AccountFacts } from '../facts.ts';

/** Days after which an unpaid invoice is no longer a matter of the next retry. */
const PAST_DUE_DAYS = 14;

/** Every cap with its condition, in the order that decides between equal caps. */
const CONDITIONS = {
  cancellation_notice: ({ facts }) => hasCancellationNotice(facts),
  silent_14_days: ({ facts }) => facts.silent_14d === true,
  low_and_dropping: ({ seats }) => seats.bucket === 'at_risk',
  renewal_red_flag: ({ seats }) => seats.flags.includes('renewal_red_flag'),
  payment_past_due: ({ facts }) => isPaymentPastDue(facts),
  dormant_seats: ({ seats }) => seats.bucket === 'dormant',
} as const satisfies Readonly<Record<CapKey, (input: CapInput) => boolean>>;

/** Every cap, in the order that decides between equal ones. */
export const CAP_KEYS = [
  'cancellation_notice',
  'silent_14_days',
  'low_and_dropping',
  'renewal_red_flag',
  'payment_past_due',
  'dormant_seats',
] as const satisfies readonly CapKey[];

interface CapInput {
  readonly facts: AccountFacts;
  readonly seats: SeatAssessment;
}

export function hasCancellationNotice(facts: AccountFacts): boolean {
  return facts.cancel_at_period_end === true;
}

export function isPaymentPastDue(facts: AccountFacts): boolean {
  return (facts.past_due_days ?? 0) >= PAST_DUE_DAYS;
}

/** Every cap whose condition holds, whether or not it lowers the score. */
export function capsInForce(input: CapInput): CapKey[] {
  return CAP_KEYS.filter((key) => CONDITIONS[key](input));
}

/** The lowest cap in force that lies below the base score; null when none lowers it. */
export function bindingCap(
  input: CapInput,
  definition: HealthDefinition,
  baseTenths: number,
): { readonly key: CapKey; readonly tenths: number } | null {
  let lowest: { readonly key: CapKey; readonly tenths: number } | null = null;
  for (const key of capsInForce(input)) {
    const tenths = capTenths(definition, key);
    if (tenths !== null && tenths < (lowest?.tenths ?? baseTenths)) lowest = { key, tenths };
  }
  return lowest;
}

function capTenths(definition: HealthDefinition, key: CapKey): number | null {
  const decimal = parseDecimal(definition.caps[key] ?? '');
  return decimal === null ? null : Number((decimal.units * 10n) / decimal.scale);
}
