import { createHmac } from 'node:crypto';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { segment } from '../../src/ingest/sources/segment.ts';
import { TEST_NOW } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { INGEST_SECRET, openIngest, postEvents, READ_SECRET } from './harness.ts';
import { SENDERS } from './senders.ts';

let database: TestDatabase;
let app: Hono;
beforeAll(async () => {
  database = await cloneDatabase();
  app = await openIngest(database);
});
afterAll(() => database.close());

const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
function post(path: string, body: unknown, authorization: string | null = basic(INGEST_SECRET)): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) };
  return Promise.resolve(app.request(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}
const track = (messageId: string, more: object = {}) => ({
  type: 'track',
  messageId,
  userId: 'peter',
  event: 'Report Created',
  context: { groupId: 'initech' },
  timestamp: '2026-02-26T08:00:00Z',
  ...more,
});
const rows = async (text: string) => (await database.pool.query(text)).rows;

describe('the HTTP API of Segment', () => {
  it.each([
    ['/v1/track', { ...track('m-track'), type: undefined }],
    ['/v1/page', { messageId: 'm-page', userId: 'peter', name: 'Home', context: { groupId: 'initech' } }],
    ['/v1/screen', { messageId: 'm-screen', userId: 'peter', name: 'Main', context: { groupId: 'initech' } }],
    ['/v1/identify', { userId: 'peter', traits: { email: 'peter@initech.example' }, context: { groupId: 'initech' } }],
    ['/v1/group', { userId: 'peter', groupId: 'initech', traits: { name: 'Initech' } }],
    ['/v1/alias', { userId: 'peter', previousId: 'anonymous' }],
    ['/v1/batch', { batch: [track('m-batch')] }],
  ])('takes %s', async (path, body) => {
    const response = await post(path, body);
    expect([response.status, await response.json()]).toEqual([200, { accepted: 1, duplicates: 0, rejected: [] }]);
  });

  it('takes each message once, whichever way it comes, but not for one of another source', async () => {
    const events = async () => (await rows('select count(*)::int as n from events'))[0]?.n;
    const before = await events();
    expect(await (await post('/v1/track', track('same'))).json()).toMatchObject({ accepted: 1 });
    expect(await (await post('/v1/batch', { batch: [track('same')] })).json()).toMatchObject({ duplicates: 1 });
    const body = JSON.stringify(track('same'));
    const headers = SENDERS.segment.sign(body, TEST_NOW, SENDERS.segment.secrets[0]);
    const hook = await app.request('/webhooks/segment', { method: 'POST', body, headers });
    expect(await hook.json()).toMatchObject({ duplicates: 1 });
    const generic = { event: 'Report Created', timestamp: '2026-02-26T08:00:00Z', account_id: 'initech' };
    const other = await postEvents(app, { ...generic, user_id: 'peter', message_id: 'same' });
    expect(await other.json()).toMatchObject({ accepted: 1 });
    expect(await events()).toBe(before + 2);
  });

  it.each([
    ['no credentials', null],
    ['a bearer of the key', `Bearer ${INGEST_SECRET}`],
    ['a read key', basic(READ_SECRET)],
    ['an unknown key', basic('csp_nobody')],
    ['a password beside the key', `Basic ${Buffer.from(`${INGEST_SECRET}:x`).toString('base64')}`],
    ['a key without its colon', `Basic ${Buffer.from(INGEST_SECRET).toString('base64')}`],
    ['what is not base64', 'Basic ***'],
  ])('refuses %s', async (_name, authorization) => {
    const response = await post('/v1/track', track('refused'), authorization);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="cs-pulse"');
  });

  it('does not take the key out of the body, nor credentials of this kind for its own events', async () => {
    expect((await post('/v1/track', { ...track('body'), writeKey: INGEST_SECRET }, null)).status).toBe(401);
    expect((await postEvents(app, {}, { authorization: basic(INGEST_SECRET) })).status).toBe(401);
  });

  it('keeps the limits of Segment: 2,500 events, 500 KB, and 32 KB for one', async () => {
    const batch = (count: number) => ({
      batch: Array.from({ length: count }, (_, at) => ({ type: 'alias', userId: at })),
    });
    expect((await post('/v1/batch', batch(2500))).status).toBe(200);
    expect((await post('/v1/batch', batch(2501))).status).toBe(413);
    expect((await post('/v1/batch', { batch: [], padding: 'x'.repeat(512_000) })).status).toBe(413);
    const large = track('large', { context: { groupId: 'initech', padding: 'x'.repeat(33_000) } });
    const response = await post('/v1/batch', { batch: [large, track('beside')] });
    expect(response.status).toBe(207);
    expect(await response.json()).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: 'too_large' }] });
  });

  it.each([
    [{ type: 'track', userId: 'u', context: { groupId: 'a' } }, 'event: is missing'],
    [track('x', { type: 'purchase' }), 'type: purchase is not'],
    [{ userId: 'u' }, 'type: is missing'],
    [track('x', { timestamp: 'yesterday' }), 'timestamp: is not an RFC 3339'],
    [track('x', { timestamp: '2024-01-01T00:00:00Z' }), 'timestamp: is more than 401 days ago'],
    [track('x', { context: {} }), 'account_id: is missing'],
    [track('x', { context: 'initech' }), 'context: needs an object'],
    [track('x', { userId: { id: 1 } }), 'userId: needs a text'],
    ['text', 'needs to be an object'],
    [null, 'needs to be an object'],
  ])('refuses %j alone', async (message, problem) => {
    const response = await post('/v1/batch', { batch: [track('good'), message] });
    expect(response.status).toBe(207);
    const rejected = [{ index: 1, message: expect.stringContaining(problem) }];
    expect(await response.json()).toMatchObject({ rejected });
  });

  it.each([
    ['/v1/batch', { batch: 'none' }],
    ['/v1/track', 'text'],
    ['/v1/track', 7],
    ['/v1/group', null],
  ])('refuses a body of another shape at %s: %j', async (path, body) => {
    const response = await post(path, body);
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'invalid' }]);
  });

  it('counts messages of nobody known as nobody, and facts of no account nowhere', async () => {
    await post('/v1/batch', { batch: [track('anonymous', { userId: undefined, anonymousId: 'a1' })] });
    expect(await rows(`select 1 from account_users where external_id = 'a1'`)).toEqual([]);
    expect((await post('/v1/identify', { userId: 'nobody', traits: { email: 'n@x.example' } })).status).toBe(400);
    expect(await rows(`select reason, last_sample from unattributed_signals where source = 'segment'`)).toMatchObject([
      { reason: 'no_account' },
    ]);
  });
});

describe('the signature of Segment', () => {
  const secret = SENDERS.segment.secrets[0];
  const isSigned = (raw: string, signature: string) =>
    segment.verify({
      raw: new TextEncoder().encode(raw),
      headers: new Headers({ 'x-signature': signature }),
      method: 'POST',
      url: 'http://localhost/webhooks/segment',
      secrets: [secret],
      now: TEST_NOW,
    });
  const hmac = (text: string, algorithm = 'sha1') => createHmac(algorithm, secret).update(text).digest('hex');

  it('covers the whole body, and of a batch the first event', async () => {
    const [first, second] = [track('1'), track('2')].map((message) => JSON.stringify(message));
    expect(await isSigned(`${first}`, hmac(`${first}`))).toBe(true);
    expect(await isSigned(`[${first},${second}]`, hmac(`${first}`))).toBe(true);
    expect(await isSigned(`[${second},${first}]`, hmac(`${first}`))).toBe(false);
    expect(await isSigned(`[${first},${second}]`, hmac(`${second}`))).toBe(false);
    // Another spelling of the same batch, one that is cut off, and one without a first event.
    expect(await isSigned(`[${first}, ${second}]`, hmac(`${first}`))).toBe(false);
    expect(await isSigned(`[${first},`, hmac(`${first}`))).toBe(false);
    expect(await isSigned('[]', hmac(''))).toBe(false);
    expect(await isSigned('[null]', hmac('null'))).toBe(false);
    expect(await isSigned('["x"]', hmac('"x"'))).toBe(false);
  });

  it('is not looked for in a batch that is too wide or too deep to be read', async () => {
    const wide = (keys: number) =>
      track('1', { traits: Object.fromEntries(Array.from({ length: keys }, (_, at) => [`k${at}`, at])) });
    const deep = (levels: number) => track('1', { traits: JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) });
    for (const [body, expected] of [
      [wide(2000), true],
      [wide(2001), false],
      [deep(30), true],
      [deep(31), false],
    ] as const) {
      expect(await isSigned(JSON.stringify([body]), hmac(JSON.stringify(body)))).toBe(expected);
    }
  });

  it('is that algorithm in lower-case hex', async () => {
    const body = JSON.stringify(track('1'));
    expect(await isSigned(body, hmac(body, 'sha256'))).toBe(false);
    expect(await isSigned(body, hmac(body).toUpperCase())).toBe(false);
    expect(await isSigned(body, `sha1=${hmac(body)}`)).toBe(false);
    expect(await isSigned(body, '')).toBe(false);
  });
});
