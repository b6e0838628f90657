import type { Assessment } from './assessment.ts';
import type { BilledSeats } from './billed-seats.ts';
import { prorationPreview } from './proration.ts';
import { ceilDiv } from './rational.ts';
import { type SeatBill, seatBill } from './seat-bill.ts';

/** `asked`: the customer named it. `right_size`: people active at the target utilization. `expansion`: as proposed. */
export type SeatOptionKey = 'asked' | 'right_size' | 'expansion';

export interface SeatOption {
  readonly key: SeatOptionKey;
  readonly seats: number;
  /** People who were active in 30 days and would have no seat. */
  readonly withoutSeat: number;
}

/**
 * Numbers of seats to talk about at a renewal, each once, the customer's own first. The right size is
 * ceil(active / target) while it is less than what is paid; nothing is derived from an account that is not measured, or
 * in which nobody was active.
 * @param input.target percent of seats that are to be in use
 */
export function seatOptions({
  assessment: { facts, seats: measured },
  asked,
  paid,
  target,
}: {
  readonly assessment: Pick<Assessment, 'facts' | 'seats'>;
  readonly asked: number | null;
  readonly paid: number;
  readonly target: number;
}): SeatOption[] {
  const active = facts.active_users_30d;
  const isMeasured = measured.utilizationTenths !== null && measured.bucket !== 'no_signal';
  const fitting = Number(ceilDiv(100n * BigInt(active), BigInt(target)));
  const isOffered = measured.expansion !== null && measured.expansionBlockedBy === null;
  const wanted: readonly (readonly [SeatOptionKey, number | null])[] = [
    ['asked', asked],
    ['right_size', isMeasured && active > 0 && fitting < paid ? fitting : null],
    ['expansion', isOffered ? paid + (measured.expansion?.seats ?? 0) : null],
  ];
  const options: SeatOption[] = [];
  for (const [key, seats] of wanted) {
    if (seats === null || seats === paid || options.some((option) => option.seats === seats)) continue;
    options.push({ key, seats, withoutSeat: isMeasured ? Math.max(active - seats, 0) : 0 });
  }
  return options;
}

export interface BilledOption extends SeatOption, SeatBill {
  /** Against today's bill per month, minor units. */
  readonly monthChangeMinor: number;
  /** A charge above 0 or a credit below it for the rest of the period that is billed now; null where it is not known. */
  readonly nowMinor: number | null;
}

export interface BillPreview {
  readonly now: SeatBill;
  readonly options: readonly BilledOption[];
}

/** The bill today and with each option, at today's price: an estimate. Null for a price that cannot be read. */
export function billPreview(billed: BilledSeats, options: readonly SeatOption[], at: Date): BillPreview | null {
  const now = seatBill(billed, billed.seats);
  if (now === null) return null;
  return {
    now,
    options: options.flatMap((option) => {
      const bill = seatBill(billed, option.seats);
      if (bill === null) return [];
      const monthChangeMinor = bill.monthMinor - now.monthMinor;
      return [{ ...option, ...bill, monthChangeMinor, nowMinor: prorated(billed, option.seats - billed.seats, at) }];
    }),
  };
}

function prorated({ period, unitAmountDecimal }: BilledSeats, delta: number, at: Date): number | null {
  if (period === null) return null;
  const { end: periodEnd, start: periodStart } = period;
  const change = { delta, unitAmountDecimal, at, periodStart, periodEnd, policy: 'immediate' } as const;
  return prorationPreview(change)?.amountMinor ?? null;
}
