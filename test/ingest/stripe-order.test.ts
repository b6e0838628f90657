import { request } from 'node:http';
import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { accountHealth } from '../../src/app/accounts/account-health.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { subscriptionHistory, subscriptionOutcome } from '../support/stripe-history.ts';
import { suiteLog } from '../support/suite-log.ts';
import { openIngest, postStripe, stripeSignature } from './harness.ts';

const HISTORY = subscriptionHistory('acme');

/** What is known in the end, and what is said of the account. */
async function finalState({ pool }: TestDatabase): Promise<string> {
  const said = await accountHealth({ ctx: testContext(pool), input: { accountId: 'acme' } });
  return `${await subscriptionOutcome(pool, 'acme')}\n${JSON.stringify(said)}`;
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
  const log = suiteLog();
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
