import { request } from 'node:http';
import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { accountHealth } from '../../src/app/accounts/account-health.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/lib/log.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { openIngest, postStripe, stripeSignature } from './harness.ts';
import { discount, item, type Part, price, stripeEvent, subscription, YEARLY } from './stripe-shapes.ts';

const CREATED = Math.floor(Date.parse('2026-01-10T00:00:00Z') / 1000);
const yearly = price({ id: 'price_year', recurring: YEARLY, unit_amount: 90_000, unit_amount_decimal: '90000' });
const later = (name: string, hours: number, object: Part, type = 'subscription.updated'): string =>
  JSON.stringify(stripeEvent(`customer.${type}`, object, { id: `evt_${name}`, created: CREATED + hours * 3600 }));
const at = (quantity: number, change: Part = {}): Part => subscription(change, [item({ quantity })]);
const pack = item({ id: 'si_2', quantity: 4, price: yearly });

/** A year's worth of changes of one subscription, two of them in the same second. */
const HISTORY = [
  later('created', 0, at(10, { status: 'trialing' }), 'subscription.created'),
  later('began', 0, at(12)),
  later('grew', 24, at(20)),
  later('shrank', 48, at(5)),
  later('late', 72, at(5, { status: 'past_due' })),
  later('paid', 96, at(5)),
  later('coupon', 120, at(7, { discounts: [discount({ percent_off: 10 })] })),
  later('pack', 144, subscription({}, [item({ quantity: 7 }), pack])),
  later('moved', 168, subscription({}, [pack])),
  later('leaves', 192, subscription({ cancel_at_period_end: true }, [pack])),
  later(
    'named',
    12,
    { id: 'cus_1', object: 'customer', name: 'Acme', email: 'it@acme.example', metadata: { account_id: 'acme' } },
    'updated',
  ),
  later(
    'renamed',
    200,
    { id: 'cus_1', object: 'customer', name: 'Acme Corp', email: null, metadata: { account_id: 'acme' } },
    'updated',
  ),
];

/** What is known in the end: states, names, seats at every instant, and what is said of the account. */
async function finalState(database: TestDatabase): Promise<string> {
  const { pool } = database;
  const states = await pool.query('select * from subscription_states order by effective_at, precedence, state_id');
  const accounts = await pool.query('select * from accounts order by account_id');
  const seats = await pool.query(
    // Corrections may say in several rows what came at once in another order; what they add up to may not differ.
    `select effective_at, subscription_item,
       (sum(sum(delta)) over (partition by subscription_item order by effective_at))::int as seats
     from seat_movements group by effective_at, subscription_item having sum(delta) <> 0
     order by effective_at, subscription_item`,
  );
  const ctx = testContext(pool);
  const said = await accountHealth({ ctx, input: { accountId: 'acme' } });
  return JSON.stringify([states.rows, accounts.rows, seats.rows, said], null, 1);
}

async function delivered(bodies: readonly string[]): Promise<string> {
  const database = await cloneDatabase();
  try {
    const app = await openIngest(database);
    for (const body of bodies) expect((await postStripe(app, body)).status).toBe(200);
    return await finalState(database);
  } finally {
    await database.close();
  }
}

/** One POST on a connection of its own; the connection's port, and how many items were accepted. */
function postOnce(port: number, body: string): Promise<{ port: number; accepted: number }> {
  const headers = { 'stripe-signature': stripeSignature(body), 'content-type': 'application/json' };
  return new Promise((done, fail) => {
    const options = { host: '127.0.0.1', port, method: 'POST', path: '/webhooks/stripe', headers, agent: false };
    const call = request(options, (response) => {
      const local = call.socket?.localPort ?? 0;
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () => done({ port: local, accepted: Number(/"accepted":(\d+)/.exec(text)?.[1]) }));
    });
    call.on('error', fail).end(body);
  });
}

const served = async <T>(app: Hono, use: (port: number) => Promise<T>): Promise<T> => {
  const log = createLogger('silent');
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, slack: null, web: app, log });
  try {
    return await use(server.port);
  } finally {
    await server.stop(1000);
  }
};

describe('the events of one subscription', () => {
  it('end in the same bytes in twenty orders, with repeats', { timeout: 120_000 }, async () => {
    const inOrder = await delivered(HISTORY);
    expect(inOrder).toContain('"seats": 4');
    const orders = fc.tuple(
      fc.shuffledSubarray([...HISTORY], { minLength: HISTORY.length }),
      fc.subarray([...HISTORY]),
    );
    for (const [order, repeats] of fc.sample(orders, 20)) {
      expect(await delivered([...order, ...repeats])).toBe(inOrder);
    }
    expect(await delivered(HISTORY.slice(0, -2))).not.toBe(inOrder);
  });

  it('have one effect when one of them comes fifty times over fifty connections', async () => {
    const [first = ''] = HISTORY;
    const once = await delivered([first]);
    const database = await cloneDatabase();
    const app = await openIngest(database);
    const replies = await served(app, (port) => Promise.all(Array.from({ length: 50 }, () => postOnce(port, first))));
    expect(new Set(replies.map((reply) => reply.port)).size).toBe(50);
    expect(replies.map((reply) => reply.accepted).sort((a, b) => b - a)).toEqual([1, ...Array(49).fill(0)]);
    expect(await finalState(database)).toBe(once);
    await database.close();
  });
});
