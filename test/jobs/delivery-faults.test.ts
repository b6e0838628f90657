import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../src/app/delivery/publisher.ts';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import { createChannelGuard } from '../../src/slack/channel-guard.ts';
import { createBackgroundClient, createPublisher } from '../../src/slack/publisher.ts';
import { testContext } from '../support/context.ts';
import { FUZZ_SEED } from '../support/fc.ts';
import { blindly, checkThenPost, markThenPost } from '../support/naive-delivery.ts';
import { peopleOf } from '../support/person-guard.ts';
import { QUIET } from '../support/quiet-logger.ts';
import { database, slack, useDeliveries } from './deliveries.ts';

const LEASE_MS = 400;
const TIMEOUT_MS = 100;

/** Where a deliverer can die or stand still. */
const POINTS = [
  'before claim',
  'after claim',
  'before look-up',
  'after look-up',
  'before send',
  'during fence',
  'in flight',
  'after accept',
  'before mark',
  'after mark',
  'before reschedule',
  'after reschedule',
] as const;
type Point = (typeof POINTS)[number];
type Trip = (point: Point) => Promise<void>;

function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

useDeliveries();

function realPublisher(): Publisher {
  const client = createBackgroundClient({
    token: 'xoxb-test',
    slackApiUrl: slack.url,
    timeoutMs: TIMEOUT_MS,
    logger: QUIET,
  });
  return createPublisher({
    client,
    guard: createChannelGuard(client),
    people: peopleOf(client),
    random: () => 0,
    retryMs: 300,
  });
}

const STATEMENTS: readonly (readonly [RegExp, Point, Point])[] = [
  [/set attempts = attempts \+ 1/, 'before claim', 'after claim'],
  [/first_attempt_at = coalesce/, 'before send', 'during fence'],
  [/set message_ts/, 'before mark', 'after mark'],
  [/set lease_until = null, error/, 'before reschedule', 'after reschedule'],
];

/** The pool as a process sees it that may die before or after any statement. */
function trippingPool(trip: Trip): pg.Pool {
  return new Proxy(database.pool, {
    get(pool, name) {
      if (name !== 'query') return Reflect.get(pool, name) as unknown;
      return async (text: string, values: unknown[]) => {
        const known = STATEMENTS.find(([pattern]) => pattern.test(text));
        if (known) await trip(known[1]);
        const result = await pool.query(text, values);
        if (known) await trip(known[2]);
        return result;
      };
    },
  });
}

function trippingPublisher(inner: Publisher, trip: Trip): Publisher {
  return {
    ...inner,
    post: async (input) => {
      const sending = inner.post(input);
      // The request is on its way while its sender is gone.
      await trip('in flight');
      const outcome = await sending;
      await trip('after accept');
      return outcome;
    },
    findByKey: async (input) => {
      await trip('before look-up');
      const outcome = await inner.findByKey(input);
      await trip('after look-up');
      return outcome;
    },
  };
}

type Deliver = (db: pg.Pool, publisher: Publisher) => Promise<unknown>;
const ours: Deliver = (db, publisher) => deliverDue({ ctx: testContext(db), publisher, leaseMs: LEASE_MS });

/** A replica that dies and comes back, or stands still for longer than its lease. */
async function replica(deliver: Deliver, random: () => number, done: () => boolean, chance: number): Promise<number> {
  let kills = 0;
  while (!done()) {
    let die: () => void = () => undefined;
    const death = new Promise<'dead'>((resolve) => {
      die = () => resolve('dead');
    });
    const trip: Trip = async () => {
      const dice = random();
      if (dice < chance) {
        die();
        await new Promise(() => undefined);
      }
      if (dice < chance * 1.2) await new Promise((resolve) => setTimeout(resolve, LEASE_MS + 50 + random() * 200));
    };
    const life = deliver(trippingPool(trip), trippingPublisher(realPublisher(), trip)).then(() => 'idle' as const);
    if ((await Promise.race([life, death])) === 'dead') kills += 1;
    else await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return kills;
}

/** Queues messages to as many channels, lets three replicas loose on them, and counts what the channels show. */
async function run({
  deliver,
  messages,
  chance,
  limitMs,
}: {
  deliver: Deliver;
  messages: number;
  chance: number;
  limitMs: number;
}) {
  const random = randomNumbers(FUZZ_SEED);
  slack.fault = (method) => {
    const dice = random() * 100;
    if (method !== 'chat.postMessage') return dice < 2 ? 'http_500' : dice < 3 ? 'drop' : 'none';
    if (dice < 4) return 'rate_limit';
    if (dice < 10) return 'http_500';
    if (dice < 18) return 'accept_drop';
    if (dice < 23) return 'accept_fatal';
    return dice < 25 ? 'accept_slow' : dice < 27 ? 'accept_500' : dice < 29 ? 'drop' : 'none';
  };
  const ctx = testContext(database.pool);
  const section = { type: 'section', text: { type: 'plain_text', text: 'hello' } };
  for (let index = 0; index < messages; index += 1) {
    const message = { text: 'hello', blocks: [section], classic: null };
    await queueMessage({
      ctx,
      input: { kind: 'digest', channel: `C${1000 + index}`, localDate: '2026-03-01', message },
    });
  }
  const until = Date.now() + limitMs;
  let open = messages;
  const done = () => open === 0 || Date.now() > until;
  const replicas = [0, 1, 2].map(() => replica(deliver, random, done, chance));
  while (!done()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    open = (await database.pool.query(`select 1 from outbox where state = 'due'`)).rowCount ?? 0;
  }
  const kills = (await Promise.all(replicas)).reduce((sum, count) => sum + count, 0);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const perChannel = new Map<string, number>();
  for (const { channel } of slack.posts) perChannel.set(channel, (perChannel.get(channel) ?? 0) + 1);
  const failed = (await database.pool.query(`select error from outbox where state = 'failed'`)).rows;
  return {
    open,
    kills,
    failed,
    lost: messages - perChannel.size,
    repeated: [...perChannel.values()].filter((count) => count > 1).length,
  };
}

describe('three replicas that die and stand still, on a Slack that takes messages without saying so', () => {
  it('post every message exactly once', { timeout: 120_000 }, async () => {
    const outcome = await run({ deliver: ours, messages: 300, chance: 0.02, limitMs: 100_000 });
    expect(outcome, `replay with FUZZ_SEED=${FUZZ_SEED}`).toMatchObject({ open: 0, lost: 0, repeated: 0, failed: [] });
    expect(outcome.kills).toBeGreaterThan(20);
  });

  it('would post some twice if the second attempt did not look first', async () => {
    const blind: Deliver = (db, publisher) => ours(db, blindly(publisher));
    const outcome = await run({ deliver: blind, messages: 60, chance: 0.03, limitMs: 30_000 });
    expect(outcome.repeated).toBeGreaterThan(0);
  });

  it('would post some twice by looking into the table, posting and marking', async () => {
    expect(
      (await run({ deliver: checkThenPost, messages: 30, chance: 0.03, limitMs: 30_000 })).repeated,
    ).toBeGreaterThan(0);
  });

  it('would lose some by marking first', async () => {
    expect((await run({ deliver: markThenPost, messages: 60, chance: 0.03, limitMs: 30_000 })).lost).toBeGreaterThan(0);
  });
});

describe('a replica that dies at one point', () => {
  it.each(POINTS)('%s: another one finishes its message, once', async (point) => {
    let armed = true;
    const needsTrouble = /look-up|reschedule/.test(point);
    let trouble = needsTrouble;
    slack.fault = (method) => {
      if (method !== 'chat.postMessage' || !trouble) return 'none';
      trouble = false;
      return 'accept_drop';
    };
    const message = { text: 'hello', blocks: [], classic: null };
    await queueMessage({
      ctx: testContext(database.pool),
      input: { kind: 'digest', channel: 'C100', localDate: '2026-03-01', message },
    });
    let died = 0;
    const trip: Trip = async (reached) => {
      if (!armed || reached !== point) return;
      armed = false;
      died += 1;
      await new Promise(() => undefined);
    };
    const until = Date.now() + 40_000;
    while (
      Date.now() < until &&
      ((await database.pool.query(`select 1 from outbox where state = 'due'`)).rowCount ?? 0) > 0
    ) {
      const life = ours(trippingPool(trip), trippingPublisher(realPublisher(), trip));
      await Promise.race([life, new Promise((resolve) => setTimeout(resolve, 300))]);
    }
    expect(died).toBe(1);
    expect(slack.posts).toHaveLength(1);
    expect((await database.pool.query('select state from outbox')).rows).toEqual([{ state: 'posted' }]);
  });
});
