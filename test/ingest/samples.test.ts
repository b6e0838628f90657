import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samples } from '../../src/ingest/samples/index.ts';
import type { Sample } from '../../src/ingest/samples/sample.ts';
import { isSample, SAMPLE_ACCOUNT } from '../../src/ingest/samples/sample.ts';
import type { Source } from '../../src/ingest/source.ts';
import { sources } from '../../src/ingest/sources/index.ts';
import { SOURCES_DEFAULTS } from '../../src/ingest/sources-schema.ts';
import { TEST_NOW } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { everything } from './fixtures.ts';
import { INGEST_SECRET, openIngest, postEvents } from './harness.ts';
import { SENDERS } from './senders.ts';

const NAMES = Object.keys(samples) as (keyof typeof samples)[];
const SIGNED = NAMES.filter((name) => (samples[name] as Sample).sign !== null);
const URL_OF = (name: string) => `http://localhost/webhooks/${name}`;

const bodyOf = (name: keyof typeof samples, now = TEST_NOW): string =>
  samples[name].body({ now, settings: SOURCES_DEFAULTS });

function headersOf(name: keyof typeof samples, body: string): Record<string, string> {
  const { sign }: Sample = samples[name];
  const [secret] = SENDERS[name].secrets;
  return { ...sign?.({ body, at: TEST_NOW, secret, method: 'POST', url: URL_OF(name) }) };
}

describe('samples', () => {
  let database: TestDatabase;
  let app: Hono;
  beforeAll(async () => {
    database = await cloneDatabase();
    app = await openIngest(database);
  });
  afterAll(() => database.close());

  const post = (path: string, body: string, headers: Record<string, string>) =>
    app.request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  it.each(NAMES)('of %s say something, and of the reserved account alone', (name) => {
    const source: Source = sources[name];
    const payload: unknown = JSON.parse(bodyOf(name));
    const settings = { seatPrices: [], currency: 'USD' };
    const { items } = source.parse({
      payload: source.api ? source.api.list(payload, source.api.paths[0] ?? '') : payload,
      headers: new Headers(headersOf(name, bodyOf(name))),
      receivedAt: TEST_NOW,
      settings,
    });
    const signals = items.flatMap((item) => ('signals' in item ? item.signals : []));
    expect(items.filter((item) => !('signals' in item))).toEqual([]);
    expect(signals.length).toBeGreaterThan(0);
    expect(signals.filter((signal) => !isSample(signal))).toEqual([]);
  });

  // The test's senders sign in their own code, Stripe's with the vendor's.
  it.each(SIGNED)('of %s are signed as its sender signs', (name) => {
    const body = bodyOf(name);
    const theirs = SENDERS[name].sign(body, TEST_NOW, SENDERS[name].secrets[0]);
    const ours = headersOf(name, body);
    const free = new Set([...(SENDERS[name].free ?? []), 'sentry-hook-resource']);
    const proving = (headers: Record<string, string>) =>
      Object.fromEntries(Object.entries(headers).filter(([header]) => !free.has(header)));
    expect(proving(ours)).toEqual(proving(theirs));
    expect(Object.keys(proving(ours))).not.toEqual([]);
  });

  it.each(SIGNED)('of %s are taken when they are signed, and nothing of them is kept', async (name) => {
    const before = await everything(database);
    const body = bodyOf(name);
    for (let time = 1; time <= 2; time++) {
      const response = await post(`/webhooks/${name}`, body, headersOf(name, body));
      expect([response.status, await response.json()]).toMatchObject([200, { duplicates: 0, rejected: [] }]);
      expect(response.headers.get('cs-pulse-sample')).toBe('taken-back');
    }
    const forged = await post(`/webhooks/${name}`, body, {
      ...headersOf(name, body),
      ...Object.fromEntries(Object.keys(headersOf(name, body)).map((header) => [header, 'forged'])),
    });
    expect([forged.status, forged.headers.get('cs-pulse-sample')]).toEqual([401, null]);
    expect(await everything(database)).toBe(before);
  });

  it.each([
    ['events', '/v1/events', `Bearer ${INGEST_SECRET}`],
    ['segment', '/v1/track', `Basic ${Buffer.from(`${INGEST_SECRET}:`).toString('base64')}`],
  ] as const)('of %s are taken with an ingest key, and nothing of them is kept', async (name, path, authorization) => {
    const before = await everything(database);
    const response = await post(path, bodyOf(name), { authorization });
    expect([response.status, await response.json()]).toEqual([200, { accepted: 1, duplicates: 0, rejected: [] }]);
    expect(response.headers.get('cs-pulse-sample')).toBe('taken-back');
    expect(await everything(database)).toBe(before);
  });

  it('leave other events as they are, and their account is refused beside them', async () => {
    const at = TEST_NOW.toISOString();
    const ordinary = { event: 'opened', timestamp: at, account_id: 'acme', user_id: 'ann' };
    const response = await postEvents(app, [ordinary, { ...ordinary, account_id: SAMPLE_ACCOUNT }]);
    expect([response.status, await response.json()]).toMatchObject([
      207,
      { accepted: 1, rejected: [{ index: 1, code: 'reserved' }] },
    ]);
    expect(response.headers.get('cs-pulse-sample')).toBeNull();
    const { rows } = await database.pool.query('select external_id from accounts');
    expect(rows).toEqual([{ external_id: 'acme' }]);
  });

  it('do not spoil what is stored after them', async () => {
    await post('/v1/events', bodyOf('events'), { authorization: `Bearer ${INGEST_SECRET}` });
    const event = {
      event: 'cs_pulse_test',
      timestamp: TEST_NOW.toISOString(),
      account_id: 'acme',
      user_id: SAMPLE_ACCOUNT,
    };
    const response = await postEvents(app, event);
    expect(await response.json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    const { rows } = await database.pool.query(
      `select n.name from events e join event_names n using (name_id) where n.name = 'cs_pulse_test'`,
    );
    expect(rows).toEqual([{ name: 'cs_pulse_test' }]);
  });
});
