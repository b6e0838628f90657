import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpServer } from '../../src/http/server.ts';
import { stripe } from '../../src/ingest/sources/stripe.ts';
import { createLogger } from '../../src/lib/log.ts';
import { TEST_NOW } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { openIngest, postStripe, STRIPE_SECRETS, stripeSignature } from './harness.ts';

const CREATED = Math.floor(Date.parse('2026-02-01T00:00:00Z') / 1000);

/** A subscription event of an account with so many monthly seats at $10. */
function subscriptionEvent(given: {
  id: string;
  account: string;
  seats: number;
  second: number;
  type?: string;
}): string {
  const type = given.type ?? 'updated';
  return JSON.stringify({
    id: given.id,
    object: 'event',
    type: `customer.subscription.${type}`,
    created: CREATED + given.second,
    data: {
      object: {
        id: `sub_${given.account}`,
        object: 'subscription',
        customer: `cus_${given.account}`,
        status: type === 'deleted' ? 'canceled' : 'active',
        metadata: { account_id: given.account },
        items: {
          data: [
            {
              id: `si_${given.account}`,
              quantity: given.seats,
              price: {
                id: 'price_1',
                currency: 'usd',
                unit_amount: 1000,
                product: 'prod_1',
                recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
              },
            },
          ],
        },
      },
    },
  });
}

describe('POST /webhooks/stripe', () => {
  let database: TestDatabase;
  let app: Hono;
  beforeAll(async () => {
    database = await cloneDatabase();
    app = await openIngest(database);
  });
  afterAll(() => database.close());

  const seatsOf = async (account: string) => {
    const { rows } = await database.pool.query(
      `select coalesce(sum(delta), 0)::int as seats, count(*)::int as movements
       from seat_movements join accounts a using (account_id) where a.external_id = $1`,
      [account],
    );
    return rows[0];
  };
  const balances = async (account: string) => {
    const { rows } = await database.pool.query<{ second: number; seats: number }>(
      `select distinct extract(epoch from effective_at)::int - $2::int as second,
         (sum(delta) over (order by effective_at))::int as seats
       from seat_movements join accounts a using (account_id) where a.external_id = $1 order by second`,
      [account, CREATED],
    );
    return rows.map((row) => [row.second, row.seats]);
  };

  it('applies one event once, also when fifty copies arrive together', async () => {
    const body = subscriptionEvent({ id: 'evt_fifty', account: 'fifty', seats: 7, second: 0 });
    const replies = await Promise.all(Array.from({ length: 50 }, () => postStripe(app, body)));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]));
    const summaries = (await Promise.all(replies.map((reply) => reply.json()))) as { accepted: number }[];
    expect(summaries.reduce((sum, summary) => sum + summary.accepted, 0)).toBe(1);
    expect(await seatsOf('fifty')).toEqual({ seats: 7, movements: 1 });
  });

  it('ends with the same seats at every instant, in twenty orders of arrival', async () => {
    const steps = [
      { name: 'created', type: 'created', seats: 10, second: 0 },
      { name: 'same-second', type: 'updated', seats: 12, second: 0 },
      { name: 'more', type: 'updated', seats: 20, second: 10 },
      { name: 'fewer', type: 'updated', seats: 5, second: 20 },
      { name: 'gone', type: 'deleted', seats: 5, second: 30 },
    ];
    for (let order = 0; order < 20; order++) {
      const account = `order-${order}`;
      const shuffled = [...steps].sort((a, b) => rank(order, a.name) - rank(order, b.name));
      for (const step of shuffled) {
        const body = subscriptionEvent({ ...step, id: `evt_${order}_${step.name}`, account });
        expect((await postStripe(app, body)).status).toBe(200);
      }
      expect(await balances(account)).toEqual([
        [0, 12],
        [10, 20],
        [20, 5],
        [30, 0],
      ]);
    }
  });

  it('takes any of the secrets that are valid now, and no other', async () => {
    const body = subscriptionEvent({ id: 'evt_rotate', account: 'rotate', seats: 1, second: 0 });
    for (const secret of STRIPE_SECRETS) {
      expect((await postStripe(app, body, stripeSignature(body, secret))).status).toBe(200);
    }
    const wrong = [
      stripeSignature(body, 'whsec_other'),
      stripeSignature(`${body} `),
      stripeSignature(body).replace('v1=', 'v0='),
      `t=${Math.floor(TEST_NOW.getTime() / 1000)}`,
      stripeSignature(body).replace(/^t=\d+/, 't=1'),
      `t=1,${stripeSignature(body)}`,
      '',
      'x'.repeat(10_000),
    ];
    for (const signature of wrong) expect((await postStripe(app, body, signature)).status).toBe(401);
  });

  it('is not there without a secret', async () => {
    const other = await cloneDatabase();
    const closed = await openIngest(other, { secrets: {} });
    const body = subscriptionEvent({ id: 'evt_x', account: 'x', seats: 1, second: 0 });
    expect((await postStripe(closed, body)).status).toBe(404);
    for (const path of ['/webhooks/events', '/webhooks/nobody', '/webhooks/constructor']) {
      expect((await app.request(path, { method: 'POST', body: '{}' })).status).toBe(404);
    }
    await other.close();
  });

  it('answers 200 to what it does not keep, so that it is not repeated for ever', async () => {
    const strange = JSON.stringify({
      ...(JSON.parse(subscriptionEvent({ id: 'evt_s', account: 's', seats: 1, second: 0 })) as object),
      data: { object: { id: 'sub_s', customer: 'cus_s', status: 'sleeping' } },
    });
    const reply = await postStripe(app, strange);
    expect([reply.status, await reply.json()]).toEqual([
      200,
      {
        accepted: 0,
        duplicates: 0,
        rejected: [
          {
            index: 0,
            code: 'invalid',
            message: 'stripe[0].data.object.status: sleeping is not a status known here',
          },
        ],
      },
    ]);
    expect((await postStripe(app, '{"id":"evt_1","object":"v2.core.event"}')).status).toBe(200);
    expect((await postStripe(app, '[]')).status).toBe(400);
    expect((await postStripe(app, 'null')).status).toBe(400);
    expect((await postStripe(app, '{')).status).toBe(400);
  });

  it('counts only configured prices or products as seats', () => {
    const body = readFileSync(
      new URL('../fixtures/stripe/subscription-updated-several-items.json', import.meta.url),
      'utf8',
    );
    const seats = (seatPrices: readonly string[]) => {
      const { items } = stripe.parse({
        payload: JSON.parse(body),
        headers: new Headers(),
        receivedAt: TEST_NOW,
        settings: { seatPrices, currency: 'USD' },
      });
      const [item] = items;
      const signal = item && 'signals' in item ? item.signals[0] : undefined;
      return signal?.kind === 'subscription' ? [signal.seats, signal.mrrMinor] : null;
    };
    expect(seats([])).toEqual([65, 489_000]);
    expect(seats(['price_seats'])).toEqual([40, 489_000]);
    expect(seats(['prod_packs'])).toEqual([25, 489_000]);
    expect(seats(['price_none'])).toEqual([0, 489_000]);
  });

  it('refuses ten megabytes on a real connection without reading them, and goes on serving', async () => {
    const server = await startHttpServer({
      host: '127.0.0.1',
      port: 0,
      slack: null,
      web: app,
      log: createLogger('silent'),
    });
    const status = (headers: Record<string, string>, chunks: number) =>
      new Promise<number>((done, fail) => {
        const options = { port: server.port, host: '127.0.0.1', method: 'POST', path: '/webhooks/stripe', headers };
        const call = request(options, (response) => {
          response.resume();
          done(response.statusCode ?? 0);
        });
        // The server closes while we still write; what counts is its answer.
        call.on('error', (error: NodeJS.ErrnoException) =>
          error.code === 'EPIPE' || error.code === 'ECONNRESET' ? undefined : fail(error),
        );
        for (let n = 0; n < chunks; n++) call.write('x'.repeat(100_000));
        call.end();
      });
    expect(await status({ 'content-length': '10000000' }, 100)).toBe(413);
    expect(await status({ 'transfer-encoding': 'chunked' }, 100)).toBe(413);
    expect(await status({}, 1)).toBe(401);
    await server.stop(1000);
  });
});

/** A number that orders the steps differently in each round, and the same in every run. */
function rank(order: number, name: string): number {
  let hash = order * 2_654_435_761;
  for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619);
  return hash >>> 0;
}
