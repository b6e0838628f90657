import type { Db } from '../../src/store/db.ts';
import { discount, item, type Part, price, stripeEvent, subscription, YEARLY } from '../ingest/stripe-shapes.ts';

const CREATED = Math.floor(Date.parse('2026-01-10T00:00:00Z') / 1000);

/**
 * A year's worth of changes of one subscription, two of them in the same second: bodies of webhooks, oldest first but
 * for what is told of the customer.
 * @param account its key, which is part of every id
 */
export function subscriptionHistory(account: string): string[] {
  const customer = `cus_${account}`;
  const metadata = { account_id: account };
  const yearly = price({ id: 'price_year', recurring: YEARLY, unit_amount: 90_000, unit_amount_decimal: '90000' });
  const pack = item({ id: `si_${account}_2`, quantity: 4, price: yearly });
  const seats = (quantity: number): Part => item({ id: `si_${account}_1`, quantity });
  const of = (change: Part, items: readonly Part[]): Part =>
    subscription({ id: `sub_${account}`, customer, metadata, ...change }, items);
  const at = (quantity: number, change: Part = {}): Part => of(change, [seats(quantity)]);
  const later = (name: string, hours: number, object: Part, type = 'subscription.updated'): string =>
    JSON.stringify(
      stripeEvent(`customer.${type}`, object, { id: `evt_${account}_${name}`, created: CREATED + hours * 3600 }),
    );
  const named = (name: string, email: string | null): Part => ({
    id: customer,
    object: 'customer',
    name,
    email,
    metadata,
  });
  return [
    later('created', 0, at(10, { status: 'trialing' }), 'subscription.created'),
    later('began', 0, at(12)),
    later('grew', 24, at(20)),
    later('shrank', 48, at(5)),
    later('late', 72, at(5, { status: 'past_due' })),
    later('paid', 96, at(5)),
    later('coupon', 120, at(7, { discounts: [discount({ percent_off: 10 })] })),
    later('pack', 144, of({}, [seats(7), pack])),
    later('moved', 168, of({}, [pack])),
    later('leaves', 192, of({ cancel_at_period_end: true }, [pack])),
    later('named', 12, named('Acme', 'it@acme.example'), 'updated'),
    later('renamed', 200, named('Acme Corp', null), 'updated'),
  ];
}

/** What is known of an account's subscriptions in the end: its states, its name, and its seats at every instant. */
export async function subscriptionOutcome(db: Db, account: string): Promise<string> {
  const own = 'account_id = (select account_id from accounts where external_id = $1)';
  const known = await db.query(
    `select to_jsonb(a) - '{account_id,created_at,updated_at}'::text[] as row from accounts a where external_id = $1`,
    [account],
  );
  const states = await db.query(
    `select to_jsonb(s) - '{account_id,recorded_at}'::text[] as row from subscription_states s where ${own}
     order by effective_at, precedence, state_id`,
    [account],
  );
  const seats = await db.query(
    // Corrections may say in several rows what came at once in another order; what they add up to may not differ.
    `select effective_at, subscription_item,
       (sum(sum(delta)) over (partition by subscription_item order by effective_at))::int as seats
     from seat_movements where ${own} group by effective_at, subscription_item having sum(delta) <> 0
     order by effective_at, subscription_item`,
    [account],
  );
  return JSON.stringify([known.rows, states.rows, seats.rows], null, 1);
}
