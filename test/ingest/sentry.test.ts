import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import type { ParsedItem } from '../../src/ingest/source.ts';
import { sentry } from '../../src/ingest/sources/sentry.ts';
import { SOURCES_DEFAULTS } from '../../src/ingest/sources-schema.ts';
import { AppError } from '../../src/lib/errors.ts';
import { TEST_NOW, testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { openIngest } from './harness.ts';
import { SENDERS } from './senders.ts';

const SENDER = SENDERS.sentry;
const EVENT_ID = '5f1c0f5b2b6e4a0d9d0b1c9a7e3f4d21';

interface SentError {
  readonly [field: string]: unknown;
}

const error = (fields: SentError = {}): SentError => ({
  event_id: EVENT_ID,
  datetime: '2026-02-27T14:03:09.412000Z',
  type: 'error',
  level: 'error',
  tags: [['account_id', 'acme']],
  ...fields,
});
const created = (fields?: SentError) => ({ action: 'created', data: { error: error(fields) } });
const alert = (fields?: SentError) => ({ action: 'triggered', data: { event: error(fields) } });

function read(payload: unknown, account_tag = 'account_id'): ParsedItem | undefined {
  const settings = { seatPrices: [], currency: 'USD', sources: { ...SOURCES_DEFAULTS, sentry: { account_tag } } };
  return sentry.parse({ payload, headers: new Headers(), receivedAt: TEST_NOW, settings }).items[0];
}
const signalsOf = (item: ParsedItem | undefined) => (item && 'signals' in item ? item.signals : null);
const accountOf = (payload: unknown, tag?: string) => signalsOf(read(payload, tag))?.[0]?.accountKey;

describe('POST /webhooks/sentry', () => {
  let database: TestDatabase;
  let app: Hono;
  beforeAll(async () => {
    database = await cloneDatabase();
    app = await openIngest(database);
    const ctx = testContext(database.pool);
    const account = { kind: 'account', accountKey: 'acme', occurredAt: TEST_NOW, name: 'Acme' } as const;
    await recordSignals({ ctx, input: { source: 'events', signals: [account] } });
  });
  afterAll(() => database.close());

  const post = (body: string, headers: Record<string, string>) =>
    app.request(SENDER.path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  const send = async (payload: unknown, headers: Record<string, string> = {}) => {
    const body = JSON.stringify(payload);
    const reply = await post(body, { ...SENDER.sign(body, TEST_NOW, SENDER.secrets[0]), ...headers });
    return [reply.status, await reply.json()];
  };
  const counted = async (): Promise<{ errors: number; events: number }> => {
    const { rows } = await database.pool.query(
      `select coalesce(sum(errors), 0)::int as errors, coalesce(sum(events), 0)::int as events
       from account_day join accounts using (account_id) where external_id = 'acme'`,
    );
    return rows[0];
  };

  it('counts an occurrence once: delivered again, under another request id, and by an alert as well', async () => {
    expect(await send(created())).toEqual([200, { accepted: 1, duplicates: 0, rejected: [] }]);
    const again = [created(), alert(), created({ event_id: '5F1C0F5B-2B6E-4A0D-9D0B-1C9A7E3F4D21' })];
    for (const [n, payload] of again.entries()) {
      expect(await send(payload, { 'request-id': `retry-${n}` })).toEqual([
        200,
        { accepted: 0, duplicates: 1, rejected: [] },
      ]);
    }
    expect(await counted()).toEqual({ errors: 1, events: 0 });
    await send(alert({ event_id: 'a1c0f5b2b6e4a0d9d0b1c9a7e3f4d2100' }));
    expect(await counted()).toEqual({ errors: 2, events: 0 });
  });

  it('takes an error that lists every package of a large program', async () => {
    const modules = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`package-${n}`, `1.0.${n}`]));
    const payload = created({ event_id: 'c'.repeat(32), modules });
    expect(await send(payload)).toMatchObject([200, { accepted: 1 }]);
  });

  it('counts nothing for an issue, however often it says that it happened', async () => {
    const before = await counted();
    for (const action of ['created', 'resolved', 'assigned', 'archived', 'unresolved']) {
      const issue = { id: '6120044', count: '4211', userCount: 37, level: 'error', tags: [['account_id', 'acme']] };
      expect((await send({ action, data: { issue } }))[0]).toBe(200);
    }
    expect(await counted()).toEqual(before);
  });

  it('counts an error without the tag as unattributed, and answers 200 so that it is not sent again', async () => {
    const [status, summary] = await send(created({ event_id: 'b'.repeat(32), tags: [['browser', 'Firefox']] }));
    expect([status, summary]).toMatchObject([200, { accepted: 0, rejected: [{ index: 0, code: 'no_account' }] }]);
    const { rows } = await database.pool.query(
      `select source, reason, signals::int as signals from unattributed_signals where source = 'sentry'`,
    );
    expect(rows).toEqual([{ source: 'sentry', reason: 'no_account', signals: 1 }]);
  });

  it('takes any of the secrets that are valid now, and no other spelling of the signature', async () => {
    const body = JSON.stringify(created());
    for (const secret of SENDER.secrets) {
      expect((await post(body, SENDER.sign(body, TEST_NOW, secret))).status).toBe(200);
    }
    const right = SENDER.sign(body, TEST_NOW, SENDER.secrets[0])['sentry-hook-signature'] ?? '';
    const wrong = [
      right.toUpperCase(),
      ` ${right.slice(0, 32)}`,
      `sha256=${right}`,
      `${right}, ${right}`,
      Buffer.from(right, 'hex').toString('base64'),
      '',
      'x'.repeat(10_000),
      SENDERS.zendesk.sign(body, TEST_NOW, SENDERS.zendesk.secrets[0])['x-zendesk-webhook-signature'] ?? '',
    ];
    for (const signature of wrong) expect((await post(body, { 'sentry-hook-signature': signature })).status).toBe(401);
  });

  it('signs as openssl does', async () => {
    // printf '%s' '{"action":"created","data":{}}' | openssl dgst -sha256 -hmac 'client-secret'
    const signature = 'c07fff135cf3db69f57b1f80316d46fd6ae284f29cbde05a7cc9abeff03f6b17';
    const delivery = {
      raw: new TextEncoder().encode('{"action":"created","data":{}}'),
      headers: new Headers({ 'sentry-hook-signature': signature }),
      method: 'POST',
      url: SENDER.path,
      now: TEST_NOW,
    };
    expect(await sentry.verify({ ...delivery, secrets: ['other', 'client-secret'] })).toBe(true);
    expect(await sentry.verify({ ...delivery, secrets: ['other'] })).toBe(false);
    expect(await sentry.verify({ ...delivery, secrets: [] })).toBe(false);
  });
});

describe('an error of Sentry', () => {
  it('finds the account in the configured tag, in every form of tags', () => {
    const forms: unknown[] = [
      [
        ['x', 'y'],
        ['tenant', 'acme'],
      ],
      { tenant: 'acme' },
      [{ key: 'tenant', value: ' acme ' }],
      [['tenant', 'acme'], null, 7, ['short'], [1, 2]],
    ];
    for (const tags of forms) {
      expect(accountOf(created({ tags }), 'tenant')).toBe('acme');
      expect(accountOf(created({ tags }))).toBe('');
    }
    expect(accountOf(created({ tags: [['tenant', 12]] }), 'tenant')).toBe('12');
    for (const tags of [null, undefined, 'acme', 7, [], {}, [['tenant', null]], [['tenant', '  ']]]) {
      expect(accountOf(created({ tags }), 'tenant')).toBe('');
    }
  });

  it('waits for an account that takes the key, and makes none', () => {
    expect(signalsOf(read(created()))?.[0]?.knownOnly).toBe(true);
  });

  it('is the person’s by id, else by e-mail address, else nobody’s', () => {
    const userOf = (user: unknown) => {
      const signal = signalsOf(read(created({ user })))?.[0];
      return signal?.kind === 'error' ? signal.userKey : undefined;
    };
    expect(userOf({ id: 'u-1', email: 'a@b.example' })).toBe('u-1');
    expect(userOf({ id: 17 })).toBe('17');
    expect(userOf({ id: null, email: 'a@b.example' })).toBe('a@b.example');
    for (const user of [null, undefined, 'u-1', {}, { id: '' }, { ip_address: '203.0.113.7' }]) {
      expect(userOf(user)).toBeNull();
    }
  });

  it.each([
    ['an exception', { type: 'error', level: 'error' }, 1],
    ['an exception that was only warned of', { type: 'error', level: 'warning' }, 1],
    ['an event that says neither', { type: null, level: null }, 1],
    ['a message at level fatal', { type: 'default', level: 'fatal' }, 1],
    ['a message', { type: 'default', level: 'info' }, 0],
    ['a slow transaction', { type: 'transaction', level: null }, 0],
  ])('%s counts %#', (_what, fields, errors) => {
    expect(signalsOf(read(alert(fields)))).toHaveLength(errors);
  });

  it('happened when Sentry says', () => {
    const at = (fields: SentError) => signalsOf(read(created(fields)))?.[0]?.occurredAt.toISOString();
    expect(at({})).toBe('2026-02-27T14:03:09.412Z');
    expect(at({ datetime: '2026-02-27T14:03:09+00:00' })).toBe('2026-02-27T14:03:09.000Z');
    expect(at({ datetime: null, timestamp: 1772200989.412 })).toBe('2026-02-27T14:03:09.412Z');
    expect(at({ datetime: null, timestamp: 'soon' })).toBe(TEST_NOW.toISOString());
  });

  it.each([
    [
      'no event id',
      created({ event_id: undefined }),
      'data.error.event_id: is missing; it tells one error from another',
    ],
    ['an event id that is none', alert({ event_id: 'a b' }), 'data.event.event_id: is not the id of an event'],
    ['a time without zone', created({ datetime: '2026-02-27 14:03' }), 'data.error.datetime: is not an RFC 3339 time'],
    ['no object', { action: 'created', data: { error: 'oops' } }, 'data.error: '],
  ])('says what is wrong with %s', (_what, payload, message) => {
    const item = read(payload);
    expect(item && 'message' in item ? item.message : null).toContain(message);
  });

  it('of any other shape is refused as a whole or read without an accident', () => {
    for (const payload of [null, [], 'x', {}, { action: 1, data: {} }, { action: 'created', data: [] }]) {
      expect(() => read(payload)).toThrow(AppError);
    }
    const body = readFileSync(new URL('../fixtures/sentry/error-created.json', import.meta.url), 'utf8');
    const fields = Object.keys((JSON.parse(body) as { data: { error: object } }).data.error);
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), (field, value) => {
        const items = [created({ [field]: value }), alert({ [field]: value })].map((payload) => read(payload));
        for (const item of items) expect(item && ('signals' in item || item.code)).toBeTruthy();
      }),
      { numRuns: 500 },
    );
  });
});
