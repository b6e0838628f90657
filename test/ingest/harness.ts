import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { createKeyVerifier } from '../../src/app/keys/verify-api-key.ts';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { rehearseSignals } from '../../src/app/record/rehearse-signals.ts';
import type { IngestDeps } from '../../src/ingest/deps.ts';
import { type IngestListener, ingestRoutes } from '../../src/ingest/routes.ts';
import { insertApiKey } from '../../src/store/api-keys.ts';
import { TEST_NOW, testContext } from '../support/context.ts';
import type { TestDatabase } from '../support/database.ts';
import { suiteLog } from '../support/suite-log.ts';
import { overHttp } from './over-http.ts';
import { SENDER_SECRETS, SENDERS } from './senders.ts';

export const INGEST_SECRET = SENDERS.events.secrets[0];
export const READ_SECRET = 'csp_test-read';
export const STRIPE_SECRETS = SENDERS.stripe.secrets;

/** The ingest routes on a database of one's own, with an ingest key and a read key. */
export async function openIngest(database: TestDatabase, overrides: Partial<IngestDeps> = {}): Promise<Hono> {
  for (const [kind, secret] of [
    ['ingest', INGEST_SECRET],
    ['read', READ_SECRET],
  ] as const) {
    const secretSha256 = createHash('sha256').update(secret).digest();
    await insertApiKey(database.pool, { keyId: kind, kind, name: kind, secretSha256, at: TEST_NOW });
  }
  return ingestOn(database, overrides);
}

/** The ingest routes on a database that already has its keys. */
export function ingestOn(database: TestDatabase, overrides: Partial<IngestDeps> = {}): Hono {
  return overHttp(listenerOn(database, overrides));
}

/** The same for a server of one's own. */
export function listenerOn(database: TestDatabase, overrides: Partial<IngestDeps> = {}): IngestListener {
  const ctx = testContext(database.pool);
  return ingestRoutes({
    record: (source, signals, delivery) => recordSignals({ ctx, input: { source, signals, delivery } }),
    rehearse: (source, signals, delivery) => rehearseSignals({ ctx, input: { source, signals, delivery } }),
    keys: createKeyVerifier({ ctx, input: { kind: 'ingest' } }),
    secrets: SENDER_SECRETS,
    seatPrices: [],
    currency: 'USD',
    now: ctx.now,
    log: suiteLog(),
    ...overrides,
  });
}

export function postEvents(app: Hono, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return Promise.resolve(
    app.request('/v1/events', {
      method: 'POST',
      headers: { authorization: `Bearer ${INGEST_SECRET}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
}

export function stripeSignature(body: string, secret = STRIPE_SECRETS[0], at = TEST_NOW): string {
  return SENDERS.stripe.sign(body, at, secret)['stripe-signature'] ?? '';
}

export function postStripe(app: Hono, body: string, signature = stripeSignature(body)): Promise<Response> {
  const headers = { 'stripe-signature': signature, 'content-type': 'application/json' };
  return Promise.resolve(app.request('/webhooks/stripe', { method: 'POST', headers, body }));
}
