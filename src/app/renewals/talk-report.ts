import type { PriceDoubt } from '../../domain/billed-seats.ts';
import type { Day } from '../../domain/day.ts';
import type { SeatBill } from '../../domain/seat-bill.ts';
import type { BilledOption, SeatOption } from '../../domain/seat-options.ts';
import type { ObjectionKey } from '../../email/objections.ts';
import type { AccountHealthReport } from '../accounts/account-report.ts';
import type { AccountSeatsReport } from '../seats/seats-report.ts';

/** Bills at today's price per seat, before tax: estimates, which the provider's own preview overrules. Minor units. */
export interface RenewalBills {
  readonly currency: string;
  /** Seats as billing states them now. */
  readonly seats: number;
  readonly now: SeatBill;
  readonly options: readonly BilledOption[];
  /** The local day on which the period that is billed now ends; null: the source does not say. */
  readonly periodEndsOn: Day | null;
}

/** Bills; or why there are none: the price is in doubt, or the asker may not see amounts. */
export type RenewalBilling =
  | { readonly kind: 'known'; readonly bills: RenewalBills }
  | { readonly kind: 'doubt'; readonly doubt: PriceDoubt }
  | { readonly kind: 'hidden' };

/** What may be shown to the customer, made from allow-listed facts alone. */
export interface CustomerPart {
  readonly lines: readonly string[];
  /** What the linter refuses in it, each with a remedy; empty: clean. */
  readonly warnings: readonly string[];
}

/** The answer to `/health renewal acme`. All but `customer` is for us only. */
export interface RenewalTalk {
  /** Days to the renewal; negative: passed. Null: not known. */
  readonly days: number | null;
  readonly health: AccountHealthReport;
  readonly seats: AccountSeatsReport;
  /** Seats that the customer named. */
  readonly asked: number | null;
  /** Numbers of seats to talk about, also where no bill can be said. */
  readonly options: readonly SeatOption[];
  readonly billing: RenewalBilling;
  /** By department, largest first; null: departments are not known. */
  readonly teams: readonly { readonly name: string | null; readonly people: number; readonly active: number }[] | null;
  /** Objections that the numbers speak for, in the order of the others. */
  readonly likely: readonly ObjectionKey[];
  readonly customer: CustomerPart;
}
