import type { CapKey, SeatAssessment } from '../assessment.ts';
import { parseDecimal } from '../decimal.ts';
import type { HealthDefinition } from '../definition.ts';
import type { AccountFacts } from '../facts.ts';

const FORTNIGHT = 14;

/** Every cap with its condition, in the order that decides between equal caps. */
const CONDITIONS = {
  cancellation_notice: ({ facts }) => hasCancellationNotice(facts),
  silent_14_days: ({ facts, rules }) => isSilent(facts, rules.silent_days),
  low_and_dropping: ({ seats }) => seats.bucket === 'at_risk',
  renewal_red_flag: ({ seats }) => seats.flags.includes('renewal_red_flag'),
  payment_past_due: ({ facts, rules }) => isPaymentPastDue(facts, rules.past_due_days),
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
  /** Of the account's segment. */
  readonly rules: HealthDefinition;
}

export function hasCancellationNotice(facts: Pick<AccountFacts, 'cancel_at_period_end'>): boolean {
  return facts.cancel_at_period_end === true;
}

/** An invoice has been open for that many days or more. */
export function isPaymentPastDue(facts: AccountFacts, days: number): boolean {
  return (facts.past_due_days ?? 0) >= days;
}

/**
 * There was activity before, but none in `[D-days, D)`. Where the last active day is not known, a silence beyond the
 * fortnight of `silent_14d` must be proven by empty fortnights.
 */
export function isSilent(facts: AccountFacts, days: number): boolean {
  if (facts.last_active_days != null) return facts.last_active_days > days;
  const earlier = Math.max(Math.ceil(days / FORTNIGHT) - 1, 0);
  const blocks = facts.event_blocks_14d.slice(1, 1 + earlier);
  return facts.silent_14d === true && blocks.length === earlier && blocks.every((events) => events === 0);
}

/** Every cap whose condition holds, whether or not it lowers the score. */
export function capsInForce(input: CapInput): CapKey[] {
  return CAP_KEYS.filter((key) => CONDITIONS[key](input));
}

/** The lowest cap in force that lies below the base score; null when none lowers it. */
export function bindingCap(
  input: CapInput,
  baseTenths: number,
): { readonly key: CapKey; readonly tenths: number } | null {
  let lowest: { readonly key: CapKey; readonly tenths: number } | null = null;
  for (const key of capsInForce(input)) {
    const tenths = capTenths(input.rules, key);
    if (tenths !== null && tenths < (lowest?.tenths ?? baseTenths)) lowest = { key, tenths };
  }
  return lowest;
}

function capTenths(rules: HealthDefinition, key: CapKey): number | null {
  const decimal = parseDecimal(rules.caps[key] ?? '');
  return decimal === null ? null : Number((decimal.units * 10n) / decimal.scale);
}
