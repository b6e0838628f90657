import type { RenewalBilling, RenewalBills, RenewalTalk } from '../../app/renewals/talk-report.ts';
import type { PriceDoubt } from '../../domain/billed-seats.ts';
import { formatMoney } from '../../domain/money.ts';
import type { SeatBill } from '../../domain/seat-bill.ts';
import type { BilledOption, SeatOption, SeatOptionKey } from '../../domain/seat-options.ts';
import { count, plural, shortDay, signedMoney } from '../../words/numbers.ts';
import { join } from './account-lines.ts';

const DOUBTS: Readonly<Record<PriceDoubt, string>> = {
  no_subscription: 'billing states no running subscription: connect Stripe, or look the contract up',
  no_seats: 'billing states no item per seat: name the price in `STRIPE_SEAT_PRICES`, or look the contract up',
  several_prices: 'more than one item of billing states seats: take the preview of your billing system',
  price_not_stated:
    'billing states no price of a seat: files and events say what an account pays and not at which price, and tiers have no single one',
  revenue_not_stated: 'billing states no MRR to check the price against: take the preview of your billing system',
  other_amounts:
    'seats times price is not the MRR that billing states, so a discount, a package or another charge is in it: take the preview of your billing system',
};

/** The bill now and for each number of seats, as an estimate; or what is missing for one. */
export function billLines({ billing, health, options }: RenewalTalk, targetPercent: number): string[] {
  const active = health.standing.assessment.facts.active_users_30d;
  const why = (option: SeatOption): string => optionText(option, { active, targetPercent });
  if (billing.kind !== 'known') {
    return [missing(billing), ...options.map((option) => `${plural(option.seats, 'seat')} (${why(option)})`)];
  }
  const { bills } = billing;
  return [
    `Now, ${plural(bills.seats, 'seat')}: ${billText(bills.now, bills)}`,
    ...bills.options.map((option) => `${plural(option.seats, 'seat')} (${why(option)}): ${changeText(option, bills)}`),
    ...differenceLine(bills, health.standing.assessment.facts.paid_seats),
    "Estimates at today's price per seat, before discounts and tax; your billing system's preview decides",
  ];
}

/** The numbers are of the last midnight, the bill is of now. */
function differenceLine({ seats }: RenewalBills, counted: number): string[] {
  return seats === counted
    ? []
    : [`Billing states ${plural(seats, 'seat')} now; the numbers above count ${count(counted)}`];
}

function missing(billing: Exclude<RenewalBilling, { kind: 'known' }>): string {
  return billing.kind === 'hidden' ? 'Amounts: not shown to you' : `No bill can be said: ${DOUBTS[billing.doubt]}`;
}

function billText({ monthMinor, yearMinor }: SeatBill, { currency }: RenewalBills): string {
  return `${formatMoney({ minor: monthMinor, currency })} a month, ${formatMoney({ minor: yearMinor, currency })} a year`;
}

function changeText(option: BilledOption, bills: RenewalBills): string {
  const { currency, periodEndsOn } = bills;
  const { nowMinor } = option;
  return join([
    billText(option, bills),
    `${signedMoney({ minor: option.monthChangeMinor, currency })} a month`,
    nowMinor === null || periodEndsOn === null
      ? null
      : `changed today ${signedMoney({ minor: nowMinor, currency })} until ${shortDay(periodEndsOn)}${nowMinor < 0 ? ', a credit that is not paid out by itself' : ''}`,
  ]);
}

const REASONS: Readonly<Record<SeatOptionKey, string>> = {
  asked: 'they named it',
  right_size: 'right size',
  expansion: 'proposed expansion',
};

function optionText(
  { key, withoutSeat }: SeatOption,
  { active, targetPercent }: { readonly active: number; readonly targetPercent: number },
): string {
  const size =
    key === 'right_size' ? ` for ${plural(active, 'active person', 'active people')} at ${targetPercent} %` : '';
  const short = withoutSeat > 0 ? `, ${count(withoutSeat)} of ${count(active)} active people would have no seat` : '';
  return `${REASONS[key]}${size}${short}`;
}
