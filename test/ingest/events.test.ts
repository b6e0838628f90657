import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../src/lib/errors.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { INGEST_SECRET, openIngest, postEvents, READ_SECRET } from './harness.ts';

const login = {
  event: 'login',
  timestamp: '2026-02-28T10:00:00+01:00',
  account_id: 'acme',
  user_id: 'u1',
  message_id: 'm1',
};

describe('POST /v1/events', () => {
  let database: TestDatabase;
  let app: Hono;
  beforeAll(async () => {
    database = await cloneDatabase();
    app = await openIngest(database);
  });
  afterAll(() => database.close());

  const send = async (body: unknown, headers: Record<string, string> = {}) => {
    const response = await postEvents(app, body, headers);
    return { status: response.status, body: await response.json() };
  };
  const rows = async (text: string) => (await database.pool.query(text)).rows;
  const messages = (reply: { body: unknown }) => {
    const { rejected } = z.object({ rejected: z.array(z.object({ message: z.string() })) }).parse(reply.body);
    return rejected.map((rejection) => rejection.message);
  };

  it('takes one event, an array or a batch, and counts a repeated message once', async () => {
    expect(await send(login)).toEqual({ status: 200, body: { accepted: 1, duplicates: 0, rejected: [] } });
    expect(await send([login, { ...login, message_id: 'm2' }])).toEqual({
      status: 200,
      body: { accepted: 1, duplicates: 1, rejected: [] },
    });
    expect(await send({ batch: [{ ...login, message_id: 'm3' }] })).toMatchObject({ body: { accepted: 1 } });
    expect(await send([])).toEqual({ status: 200, body: { accepted: 0, duplicates: 0, rejected: [] } });
    expect(await rows(`select events, bit_count(active)::int as people from account_day`)).toEqual([
      { events: 3, people: 1 },
    ]);
  });

  it('recognises an event without a message id by its content', async () => {
    const { message_id: _, ...bare } = { ...login, account_id: 'bare', properties: { b: 1, a: [2] } };
    const swapped = { ...bare, properties: { a: [2], b: 1 } };
    expect(await send([bare, swapped, { ...bare, user_id: 'u2' }])).toMatchObject({
      body: { accepted: 2, duplicates: 1 },
    });
  });

  it('names the index, the field and the remedy of what it rejects', async () => {
    const reply = await send([
      login,
      { ...login, timestamp: '2026-03-01T09:00:00' },
      { ...login, timestamp: 'yesterday' },
      { ...login, timestamp: '2026-02-30T09:00:00Z' },
      { ...login, timestamp: '2026-03-03T09:00:00Z' },
      { ...login, timestamp: '2024-12-01T09:00:00Z' },
      { ...login, timestamp: undefined },
      { ...login, account_id: undefined },
      { ...login, account_id: 'a\u0000b' },
      { ...login, properties: { deep: ['\ud800'] } },
      { ...login, account_id: 'x'.repeat(201) },
      { ...login, event: '' },
      { ...login, actor_type: 'robot' },
      { ...login, properties: { big: 'x'.repeat(33_000) } },
      'login',
      { ...login, event: 'nps_submitted', properties: { score: 11 } },
      { ...login, event: 'seat_count_set', properties: { seat_count: 2 ** 63 } },
    ]);
    expect(reply.status).toBe(207);
    expect(messages(reply)).toEqual([
      'events[1].timestamp: needs an offset, e.g. 2026-03-01T09:00:00Z',
      'events[2].timestamp: is not an RFC 3339 time with an offset, e.g. 2026-03-01T09:00:00Z',
      'events[3].timestamp: is not an RFC 3339 time with an offset, e.g. 2026-03-01T09:00:00Z',
      'events[4].timestamp: is more than 24 hours ahead; check the clock of the sender',
      'events[5].timestamp: is more than 401 days ago; such events are not kept',
      'events[6].timestamp: is missing; send it with an offset, e.g. 2026-03-01T09:00:00Z',
      'events[7].account_id: is missing; say which account this belongs to',
      'events[8].account_id: contains NUL or half a character; send well-formed Unicode',
      'events[9].properties.deep.0: contains NUL or half a character; send well-formed Unicode',
      'events[10].account_id: is longer than 200 bytes',
      'events[11].event: is empty; name what happened',
      'events[12].actor_type: needs human, service, api_key or agent',
      expect.stringMatching(/^events\[13\]: has \d+ bytes; at most 32768 per event are taken$/),
      'events[14]: needs to be an object with event, timestamp and account_id',
      'events[15].properties.score: is above 10',
      expect.stringMatching(/^events\[16\]\.properties\.seat_count: /),
    ]);
    expect(await send([{ ...login, timestamp: 'now' }])).toMatchObject({ status: 400 });
  });

  it('counts events without an account, so that a broken mapping shows', async () => {
    const [before] = await rows(`select signals from unattributed_signals where source = 'events'`);
    await send([{ ...login, account_id: '' }]);
    const [after] = await rows(`select signals from unattributed_signals where source = 'events'`);
    expect(after.signals - (before?.signals ?? 0)).toBe(1);
  });

  it('keeps a hostile account name as it is, as text', async () => {
    const name = '<!channel> & <https://evil|x>';
    await send({ ...login, account_id: name });
    expect(await rows(`select name from accounts where external_id = '${name}'`)).toEqual([{ name }]);
  });

  it('takes the form of the recipes, and facts are nobody’s activity', async () => {
    const about = { distinct_id: 'megacorp', properties: { account_id: 'megacorp' } };
    const reply = await send([
      { event: 'feature_used', distinct_id: 'dana', properties: { account_id: 'megacorp' } },
      { event: 'feature_used', distinct_id: 'eli', properties: { $groups: { company: 'megacorp' } } },
      { ...about, event: 'seat_count_set', properties: { account_id: 'megacorp', seat_count: 50, mrr: 5000 } },
      { ...about, event: 'feature_used' },
      { event: 'job', distinct_id: 'cron', actor_type: 'service', properties: { account_id: 'megacorp' } },
      { event: '$exception', distinct_id: 'dana', properties: { account_id: 'megacorp' } },
      { event: 'plan_changed', distinct_id: 'megacorp', properties: { plan: 'pro', mrr: '1250.505' } },
      { event: 'nps_shown', distinct_id: 'dana', properties: { account_id: 'megacorp' } },
    ]);
    expect(reply).toEqual({ status: 200, body: { accepted: 8, duplicates: 0, rejected: [] } });
    const usage = `select sum(events)::int as events, sum(errors)::int as errors, sum(other_events)::int as other,
      bit_count(bit_or(active))::int as people from account_day join accounts a using (account_id)
      where a.external_id = 'megacorp'`;
    expect(await rows(usage)).toEqual([{ events: 2, errors: 1, other: 2, people: 2 }]);
    expect(await rows(`select seats, plan, mrr_minor, currency from subscription_states order by seats`)).toEqual([
      { seats: 50, plan: null, mrr_minor: 500_000, currency: 'USD' },
      { seats: null, plan: 'pro', mrr_minor: 125_051, currency: 'USD' },
    ]);
    expect(await rows(`select kind, delta, subscription_item from seat_movements`)).toEqual([
      { kind: 'initial', delta: 50, subscription_item: 'seats' },
    ]);
    expect(await rows(`select plan from accounts where external_id = 'megacorp'`)).toEqual([{ plan: 'pro' }]);
  });

  it('refuses unknown, missing and reading keys without a word about which it was', async () => {
    const tries: Record<string, string>[] = [
      { authorization: '' },
      { authorization: 'Bearer csp_unknown' },
      { authorization: `Bearer ${READ_SECRET}` },
      { authorization: `Basic ${INGEST_SECRET}` },
    ];
    const replies = await Promise.all(tries.map((headers) => send(login, headers)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(replies[0]).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });

  it('names the limit that a body breaks, before parsing it', async () => {
    expect(await send(Array(501).fill(login))).toMatchObject({ status: 413, body: { code: 'too_large' } });
    expect(await send(' '.repeat(524_289))).toMatchObject({ status: 413, body: { code: 'too_large' } });
    expect(await send('['.repeat(33) + ']'.repeat(33))).toMatchObject({ status: 400 });
    const wide = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`k${n}`, n]));
    expect(await send({ ...login, properties: wide })).toMatchObject({
      status: 400,
      body: { code: 'invalid', message: 'body: an object has more than 100 keys' },
    });
    expect(await send('{"event":')).toMatchObject({ status: 400 });
    expect(await send('null')).toMatchObject({ status: 400 });
    expect(await send(login, { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
    expect(await send(login, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
  });

  it('asks a key that sends too much to wait', async () => {
    const other = await cloneDatabase();
    const limited = await openIngest(other, { rate: { perSecond: 1, burst: 2 } });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push(await postEvents(limited, login));
    expect(statuses.map((response) => response.status)).toEqual([200, 200, 429]);
    expect(statuses[2]?.headers.get('retry-after')).toBe('1');
    await other.close();
  });

  it('answers 503 with a time to retry when nothing was stored', async () => {
    const other = await cloneDatabase();
    const broken = await openIngest(other, {
      record: () => Promise.reject(new AppError('unavailable', 'The database is away.')),
    });
    const response = await postEvents(broken, login);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.json()).toEqual({ code: 'unavailable', message: 'The database is away.' });
    await other.close();
  });
});
