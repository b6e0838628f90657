import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { recordSeatMovement } from '../../src/app/seats/record-seat-movement.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { openIngest, postEvents, postStripe, stripeSignature } from './harness.ts';
import { type Items, type SubscriptionEvent, stripeBody } from './stripe-event.ts';

let database: TestDatabase;
let app: Hono;
let now = new Date('2026-03-01T06:00:00Z');
beforeAll(async () => {
  database = await cloneDatabase();
  const ctx = testContext(database.pool, { now: () => now });
  app = await openIngest(database, {
    now: () => now,
    record: (source, signals, delivery) => recordSignals({ ctx, input: { source, signals, delivery } }),
  });
});
afterAll(() => database.close());

async function deliver(event: SubscriptionEvent): Promise<void> {
  const body = stripeBody(event);
  const reply = await postStripe(app, body, stripeSignature(body, undefined, now));
  expect([reply.status, ((await reply.json()) as { rejected: unknown[] }).rejected]).toEqual([200, []]);
}

const query = async <T>(text: string, values: readonly unknown[]): Promise<T[]> =>
  (await database.pool.query(text, [...values])).rows;
const BY_ACCOUNT = 'from seat_movements join accounts a using (account_id) where a.external_id = $1';

/** Seats of an account at an instant as known at another. */
async function seatsAt(account: string, at: string, known: string): Promise<number> {
  const text = `select coalesce(sum(delta), 0)::int as seats ${BY_ACCOUNT} and effective_at <= $2 and recorded_at <= $3`;
  return (await query<{ seats: number }>(text, [account, at, known]))[0]?.seats ?? -1;
}

/** Every row of an account's ledger as text, in the order of recording. */
const ledgerText = async (account: string): Promise<string[]> =>
  (
    await query<{ row: string }>(`select seat_movements::text as row ${BY_ACCOUNT} order by movement_id`, [account])
  ).map(({ row }) => row);

describe('the seat ledger, through the webhook', () => {
  it('answers the worked example: what was known when', async () => {
    const account = 'worked';
    const told = async (day: string, seats: number, id: string, type?: 'created') => {
      now = new Date(`${day}T12:00:00Z`);
      await deliver({ id, account, subscription: 'sub_w', items: { si_w: seats }, at: `${day}T00:00:00Z`, type });
    };
    await told('2026-01-01', 10, 'evt_1', 'created');
    await told('2026-01-16', 15, 'evt_2');
    await told('2026-02-10', 13, 'evt_3');
    now = new Date('2026-02-20T12:00:00Z');
    const correction = {
      accountId: account,
      item: 'si_w',
      kind: 'correction',
      delta: -1,
      effectiveAt: new Date('2026-01-16T00:00:00Z'),
      actor: 'dana',
      note: 'Only four were ordered',
      correctsKey: 'stripe:evt_2:si_w',
      idempotencyKey: 'case-7',
    } as const;
    await recordSeatMovement({ ctx: testContext(database.pool, { now: () => now }), input: correction });
    await told('2026-03-05', 14, 'evt_4');
    now = new Date('2026-03-06T12:00:00Z');
    await deliver({
      id: 'evt_4',
      account,
      subscription: 'sub_w',
      items: { si_w: 14 },
      at: '2026-03-05T00:00:00Z',
    });
    const rows = await query(
      `select kind, delta, source, source_event_id as event ${BY_ACCOUNT} order by movement_id`,
      [account],
    );
    expect(rows.map((row) => Object.values(row as object))).toEqual([
      ['initial', 10, 'stripe', 'evt_1'],
      ['add', 5, 'stripe', 'evt_2'],
      ['remove', -2, 'stripe', 'evt_3'],
      ['correction', -1, 'manual', 'case-7'],
      ['reactivate', 2, 'stripe', 'evt_4'],
    ]);
    const days = ['2026-01-01', '2026-01-15', '2026-01-16', '2026-02-10', '2026-02-28', '2026-03-05'];
    const known = (at: string) => Promise.all(days.map((day) => seatsAt(account, `${day}T00:00:00Z`, at)));
    expect(await known('2100-01-01T00:00:00Z')).toEqual([10, 10, 14, 12, 12, 14]);
    expect(await known('2026-02-15T00:00:00Z')).toEqual([10, 10, 15, 13, 13, 13]);
  });

  it('keeps the billing anchor and the price beside each movement', async () => {
    const period = ['2026-02-12T08:00:00Z', '2026-03-12T08:00:00Z'] as const;
    const event = { id: 'evt_anchor', account: 'anchored', subscription: 'sub_n', items: { si_n: 3 } };
    await deliver({ ...event, at: '2026-02-20T00:00:00Z', period });
    const columns = 'billing_anchor, billing_interval, interval_count, unit_amount, currency';
    expect(await query(`select ${columns} ${BY_ACCOUNT}`, ['anchored'])).toEqual([
      {
        billing_anchor: new Date(period[0]),
        billing_interval: 'month',
        interval_count: 1,
        unit_amount: '7500',
        currency: 'USD',
      },
    ]);
  });

  it('is not moved by a seat that changes hands, a failed payment or a suspension', async () => {
    const account = 'unmoved';
    const subscription = 'sub_u';
    await deliver({ id: 'evt_u0', account, subscription, items: { si_u: 6 }, at: '2026-02-01T00:00:00Z' });
    const before = await ledgerText(account);
    for (const [index, status] of ['past_due', 'unpaid', 'paused', 'active'].entries()) {
      const at = `2026-02-0${index + 2}T00:00:00Z`;
      await deliver({ id: `evt_u${index + 1}`, account, subscription, items: { si_u: 6 }, at, status });
    }
    for (const [user_id, seat_assigned] of [
      ['old', false],
      ['new', true],
    ] as const) {
      const event = { event: '$identify', timestamp: '2026-02-10T00:00:00Z', account_id: account, user_id };
      const reply = await postEvents(app, { ...event, properties: { seat_assigned } });
      expect([reply.status, await reply.json()]).toMatchObject([200, { accepted: 1 }]);
    }
    expect(before).toHaveLength(1);
    expect(await ledgerText(account)).toEqual(before);
    await deliver({ id: 'evt_u9', account, subscription, items: { si_u: 5 }, at: '2026-02-20T00:00:00Z' });
    expect(await ledgerText(account)).toHaveLength(2);
  });
});

interface Step extends Omit<SubscriptionEvent, 'account'> {
  readonly items: Items;
}

/** Several items and subscriptions, states of one second, an end and a return, an item that changes subscription. */
const STEPS: readonly Step[] = [
  { id: 'a0', subscription: 'A', items: { x: 10, y: 3 }, at: '2026-01-01T00:00:00Z', type: 'created' },
  { id: 'a1', subscription: 'A', items: { x: 12, y: 3 }, at: '2026-01-01T00:00:00Z' },
  { id: 'a2', subscription: 'A', items: { x: 12, y: 0 }, at: '2026-01-10T00:00:00Z', status: 'past_due' },
  { id: 'a3', subscription: 'A', items: { y: 4 }, at: '2026-01-20T00:00:00Z' },
  { id: 'b0', subscription: 'B', items: { x: 7 }, at: '2026-01-20T00:00:00Z', type: 'created' },
  { id: 'b1', subscription: 'B', items: { x: 9, z: 1 }, at: '2026-02-01T00:00:00Z' },
  { id: 'c0', subscription: 'C', items: { w: 5 }, at: '2026-01-05T00:00:00Z', type: 'created' },
  { id: 'c1', subscription: 'C', items: { w: 5 }, at: '2026-01-15T00:00:00Z', type: 'deleted' },
  { id: 'c2', subscription: 'C', items: { w: 2 }, at: '2026-02-15T00:00:00Z' },
];

/** Seats per item after the last step of each subscription before an instant: an account of its own, told slowly. */
function stated(at: string): Record<string, number> {
  const rank = { created: 0, updated: 1, deleted: 2 };
  const seats: Record<string, number> = { w: 0, x: 0, y: 0, z: 0 };
  for (const subscription of ['A', 'B', 'C']) {
    const [last] = STEPS.filter((step) => step.subscription === subscription && step.at <= at).sort(
      (one, other) => other.at.localeCompare(one.at) || rank[other.type ?? 'updated'] - rank[one.type ?? 'updated'],
    );
    if (last === undefined || last.type === 'deleted') continue;
    for (const [item, quantity] of Object.entries(last.items)) seats[item] = (seats[item] ?? 0) + quantity;
  }
  return seats;
}

describe('any order of the same webhooks', { timeout: 120_000 }, () => {
  const INSTANTS = [...new Set(STEPS.map(({ at }) => at))];
  let run = 0;

  const balancesOf = async (account: string): Promise<Record<string, Record<string, number>>> => {
    const rows = await query<{ at: Date; item: string; seats: number }>(
      `select i.at, m.subscription_item as item, sum(m.delta)::int as seats
       from unnest($2::timestamptz[]) i (at) join seat_movements m on m.effective_at <= i.at
       join accounts a using (account_id) where a.external_id = $1 group by 1, 2`,
      [account, INSTANTS],
    );
    return Object.fromEntries(
      INSTANTS.map((at) => [
        at,
        {
          w: 0,
          x: 0,
          y: 0,
          z: 0,
          ...Object.fromEntries(
            rows.filter((row) => row.at.getTime() === Date.parse(at)).map(({ item, seats }) => [item, seats]),
          ),
        },
      ]),
    );
  };

  it('ends with what billing stated, at every instant, and never rewrites a row on the way', async () => {
    now = new Date('2026-03-01T06:00:00Z');
    const expected = Object.fromEntries(INSTANTS.map((at) => [at, stated(at)]));
    const orders = fc
      .tuple(
        fc.shuffledSubarray([...STEPS], { minLength: STEPS.length }),
        fc.array(fc.constantFrom(...STEPS), { maxLength: 3 }),
      )
      .map(([order, repeats]) => [...order, ...repeats]);
    const play = async (order: readonly Step[]): Promise<void> => {
      const account = `order-${run++}`;
      let seen: string[] = [];
      for (const step of order) {
        const { id, subscription, ...rest } = step;
        await deliver({ ...rest, account, id: `${account}-${id}`, subscription: `${account}-${subscription}` });
        const rows = await ledgerText(account);
        expect(rows.slice(0, seen.length)).toEqual(seen);
        seen = rows;
      }
      const balances = await balancesOf(account);
      expect(balances).toEqual(expected);
      expect(Math.min(...Object.values(balances).flatMap((items) => Object.values(items)))).toBeGreaterThanOrEqual(0);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(orders, { minLength: 8, maxLength: 8 }), async (list) => {
        await Promise.all(list.map(play));
      }),
      { numRuns: 26, endOnFailure: true },
    );
    expect(run).toBeGreaterThanOrEqual(200);
  });
});
