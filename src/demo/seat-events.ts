import { currencyExponent } from '../domain/currency.ts';
import { mrrMinor } from '../domain/mrr.ts';
import type { DemoAccount } from './demo-account.ts';
import type { DemoClock } from './demo-clock.ts';
import type { IngestEvent } from './ingest-event.ts';

/** Where billing names no seats, its plan is worth this many of them. */
const SEATS_WORTH = 10;

/** Seats and MRR as facts in the event stream; nothing for accounts whose subscription comes from Stripe. */
export function* seatEvents({ accountId, plan, billing }: DemoAccount, clock: DemoClock): Generator<IngestEvent> {
  if (billing.via !== 'events') return;
  const { currency, interval, unitAmountMinor } = billing;
  for (const { daysAgo, seats } of billing.states) {
    const minor = mrrMinor({
      unitAmountDecimal: String(unitAmountMinor),
      quantity: seats ?? SEATS_WORTH,
      interval,
      intervalCount: 1,
    });
    const money = { plan, mrr: majorUnits(minor ?? 0, currency), currency };
    yield {
      event: seats === null ? 'plan_changed' : 'seat_count_set',
      timestamp: clock(daysAgo, 0).toISOString(),
      account_id: accountId,
      message_id: `demo-${accountId}-seats-${daysAgo}`,
      properties: seats === null ? money : { ...money, seat_count: seats },
    };
  }
}

/** Exact: a whole amount as a number, otherwise a decimal text. */
function majorUnits(minor: number, currency: string): number | string {
  const exponent = currencyExponent(currency);
  const unit = 10 ** exponent;
  if (minor % unit === 0) return minor / unit;
  return `${Math.floor(minor / unit)}.${String(minor % unit).padStart(exponent, '0')}`;
}
