import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpServer } from '../../src/http/server.ts';
import { stripe } from '../../src/ingest/sources/stripe.ts';
import { TEST_NOW } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { suiteLog } from '../support/suite-log.ts';
import { listenerOn, openIngest, postStripe, STRIPE_SECRETS, stripeSignature } from './harness.ts';
import { type Part, stripeEvent, subscription } from './stripe-shapes.ts';

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

  it('lets a customer of no known account wait, and makes no account of it', async () => {
    const other = await cloneDatabase();
    const fresh = await openIngest(other);
    const send = async (id: string, type: string, object: Part) => {
      const body = JSON.stringify(stripeEvent(type, object, { id, created: CREATED }));
      expect((await postStripe(fresh, body)).status).toBe(200);
    };
    const accounts = async () =>
      (
        await other.pool.query(
          `select external_id, name, domain, coalesce((select sum(delta) from seat_movements m
             where m.account_id = a.account_id), 0)::int as seats from accounts a`,
        )
      ).rows;
    const customer = { id: 'cus_1', object: 'customer', name: 'Acme', email: 'it@acme.example', metadata: {} };
    await send('evt_a', 'customer.created', customer);
    await send('evt_b', 'customer.subscription.created', subscription({ metadata: {} }));
    expect(await accounts()).toEqual([]);
    await send('evt_c', 'customer.updated', { ...customer, metadata: { account_id: 'acme' } });
    expect(await accounts()).toEqual([{ external_id: 'acme', name: 'Acme', domain: 'acme.example', seats: 10 }]);
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
      direct: listenerOn(database),
      web: new Hono(),
      log: suiteLog(),
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
