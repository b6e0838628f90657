import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordOutcome, recordSignals } from '../../src/app/record/record-signals.ts';
import type { RecordVerb } from '../../src/ingest/deps.ts';
import { microBatch } from '../../src/ingest/micro-batch.ts';
import { AppError } from '../../src/lib/errors.ts';
import { activity, eventId } from '../app/signals.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { openIngest, postEvents, postStripe } from './harness.ts';

const signal = (name: string) => activity({ accountKey: 'a', id: eventId(name), userKey: name });

describe('micro-batches', () => {
  const batches: number[] = [];
  const record: RecordVerb = async (_source, signals) => {
    batches.push(signals.length);
    await new Promise((done) => setTimeout(done, 5));
    if (signals.some((one) => one.kind === 'activity' && one.userKey === 'bad')) throw new Error('away');
    return signals.map((one): RecordOutcome => {
      const message = one.kind === 'activity' ? (one.userKey ?? '') : '';
      return { status: 'rejected', code: 'echo', message };
    });
  };

  it('shares transactions among waiting requests and gives each its own outcomes', async () => {
    batches.length = 0;
    const shared = microBatch(record, { maxInFlight: 1, maxSignals: 6 });
    const names = Array.from({ length: 10 }, (_, n) => `u${n}`);
    const replies = await Promise.all(names.map((name) => shared('events', [signal(name), signal(`${name}b`)])));
    expect(replies.map((reply) => reply.map((one) => (one.status === 'rejected' ? one.message : '')))).toEqual(
      names.map((name) => [name, `${name}b`]),
    );
    expect(batches).toEqual([6, 6, 6, 2]);
  });

  it('fails the requests of a failed transaction, and goes on', async () => {
    const shared = microBatch(record, { maxInFlight: 1 });
    await expect(shared('events', [signal('bad')])).rejects.toThrow('away');
    expect(await shared('events', [signal('good')])).toHaveLength(1);
  });

  it('fails every request that shared the failed transaction, and none that did not', async () => {
    const shared = microBatch(record, { maxInFlight: 1 });
    const first = shared('events', [signal('first')]);
    // What comes within the same turn would share its transaction.
    await new Promise((done) => setImmediate(done));
    const sharing = ['one', 'bad', 'two'].map((name) => shared('events', [signal(name)]));
    expect(await first).toHaveLength(1);
    const ends = await Promise.allSettled(sharing);
    expect(ends.map((end) => (end.status === 'rejected' ? String(end.reason) : end.status))).toEqual(
      Array(3).fill('Error: away'),
    );
    expect(await shared('events', [signal('after')])).toHaveLength(1);
  });

  it('leaves deliveries and other sources alone', async () => {
    batches.length = 0;
    const shared = microBatch(record, { maxInFlight: 1 });
    await Promise.all([
      shared('events', [signal('a')]),
      shared('stripe', [signal('b')], { id: 'd1' }),
      shared('events', [signal('c')]),
      shared('csv', [signal('d')]),
    ]);
    expect(batches).toEqual([1, 2, 1]);
  });
});

describe('requests that share commits', () => {
  let database: TestDatabase;
  let app: Awaited<ReturnType<typeof openIngest>>;
  let away = false;
  let transactions = 0;
  beforeAll(async () => {
    database = await cloneDatabase();
    const ctx = testContext(database.pool);
    const record: RecordVerb = (source, signals, delivery) => {
      transactions++;
      if (away) throw new AppError('unavailable', 'The database is away.');
      return recordSignals({ ctx, input: { source, signals, delivery } });
    };
    app = await openIngest(database, { record: microBatch(async (...given) => record(...given)) });
  });
  afterAll(() => database.close());

  const login = (user: number, message: string) => ({
    event: 'login',
    timestamp: '2026-02-28T09:00:00Z',
    account_id: 'acme',
    user_id: `u${user}`,
    message_id: message,
  });
  const answerOf = async (response: Promise<Response>) => {
    const { status } = await response;
    return { status, body: await (await response).json() };
  };

  it('are each answered for their own events: new, repeated and refused', async () => {
    const bodies = Array.from({ length: 30 }, (_, n) =>
      n % 3 === 2 ? { ...login(n, `m${n}`), account_id: '' } : login(n, `m${n - (n % 3)}`),
    );
    transactions = 0;
    const answers = await Promise.all(bodies.map((body) => answerOf(postEvents(app, body))));
    expect(transactions).toBeLessThan(15);
    expect(answers.filter((_, n) => n % 3 === 2).map(({ status }) => status)).toEqual(Array(10).fill(400));
    const pairs = answers.filter((_, n) => n % 3 < 2).map(({ body }) => body);
    // Two copies may be in two transactions: which of them is first is open, that one of them is not.
    for (let pair = 0; pair < pairs.length; pair += 2) {
      const two = pairs.slice(pair, pair + 2);
      expect(two).toContainEqual({ accepted: 1, duplicates: 0, rejected: [] });
      expect(two).toContainEqual({ accepted: 0, duplicates: 1, rejected: [] });
    }
    expect((await database.pool.query('select count(*)::int as n from events')).rows).toEqual([{ n: 10 }]);
  });

  it('are all told to come again when nothing was stored', async () => {
    away = true;
    const replies = await Promise.all(Array.from({ length: 9 }, (_, n) => postEvents(app, login(n, `away${n}`))));
    expect(replies.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(
      Array(9).fill([503, '5']),
    );
    away = false;
    expect((await postEvents(app, login(1, 'back'))).status).toBe(200);
  });

  it('apply a webhook delivery once, however many copies arrive at once', async () => {
    const customer = { id: 'cus_1', object: 'customer', email: 'a@acme.example', name: 'Acme', metadata: {} };
    const body = JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'customer.updated',
      created: 1_772_000_000,
      data: { object: customer },
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => answerOf(postStripe(app, body))));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const rows = await database.pool.query('select count(*)::int as n from deliveries');
    expect(rows.rows).toEqual([{ n: 1 }]);
  });
});
