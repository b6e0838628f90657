import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { reconcileSeats } from '../../../src/app/seats/reconcile-seats.ts';
import { recordSeatMovement } from '../../../src/app/seats/record-seat-movement.ts';
import type { SubscriptionSignal } from '../../../src/domain/signal.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

const DAY_MS = 86_400_000;
let database: TestDatabase;
let now = new Date();
const ctx = () => testContext(database.pool, { now: () => now });

beforeEach(async () => {
  await database?.close();
  database = await cloneDatabase();
  now = new Date('2026-02-01T06:00:00Z');
  for (const account of ['acme', 'globex']) {
    await tell(account, 'e1', 10);
    await tell(account, 'e2', 14);
  }
});
afterAll(() => database.close());

/** Billing says so many seats, a day later than the last time anything happened. */
async function tell(accountKey: string, stateId: string, seats: number): Promise<void> {
  now = new Date(now.getTime() + DAY_MS);
  const signal: SubscriptionSignal = {
    kind: 'subscription',
    accountKey,
    occurredAt: now,
    subscriptionId: `sub-${accountKey}`,
    stateId: `${accountKey}-${stateId}`,
    precedence: 1,
    status: 'active',
    plan: null,
    currency: null,
    seats,
    mrrMinor: null,
    mrrUnknown: false,
    usageBased: false,
    startedAt: null,
    renewsAt: null,
    cancelAtPeriodEnd: false,
    items: [{ item: `si-${accountKey}`, seats, unitAmountDecimal: null, interval: null, intervalCount: null }],
  };
  const outcomes = await recordSignals({ ctx: ctx(), input: { source: 'stripe', signals: [signal] } });
  expect(outcomes).toEqual([{ status: 'accepted' }]);
}

const byHand = (delta: number, idempotencyKey: string) =>
  recordSeatMovement({
    ctx: ctx(),
    input: {
      accountId: 'acme',
      item: 'si-acme',
      kind: delta < 0 ? 'remove' : 'add',
      delta,
      effectiveAt: now,
      actor: 'dana',
      note: 'Agreed by phone',
      idempotencyKey,
    },
  });

const rows = async () =>
  (
    await database.pool.query<{ account: string; delta: number; text: string }>(
      `select a.external_id as account, m.delta, m::text as text from seat_movements m join accounts a using (account_id)
       order by movement_id`,
    )
  ).rows;
const seats = async (account: string) =>
  (await rows()).filter((row) => row.account === account).reduce((sum, row) => sum + row.delta, 0);

describe('reconcileSeats', () => {
  it('does nothing where the ledger and billing agree', async () => {
    const before = await rows();
    const report = await reconcileSeats({ ctx: ctx() });
    expect(report).toEqual({ accounts: 2, items: 2, movements: 0, corrections: 0, heldByHand: 0 });
    expect(await rows()).toEqual(before);
  });

  it('takes back what no state vouches for, by a correction linked to it, once', async () => {
    await database.pool.query(
      `insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
         idempotency_key) select account_id, 'si-acme', 'add', 3, '2026-02-02T12:00:00Z', 'stripe', 'lost', 'stripe:lost:si-acme'
       from accounts where external_id = 'acme'`,
    );
    const before = await rows();
    expect(await seats('acme')).toBe(17);
    now = new Date(now.getTime() + DAY_MS);
    expect(await reconcileSeats({ ctx: ctx() })).toMatchObject({ movements: 0, corrections: 1 });
    expect(await seats('acme')).toBe(14);
    const after = await rows();
    expect(after.slice(0, before.length)).toEqual(before);
    const { rows: added } = await database.pool.query(
      `select c.delta, c.kind, c.note, c.recorded_at, c.effective_at = o.effective_at as together, o.source_event_id as original
       from seat_movements c join seat_movements o on o.account_id = c.account_id and o.movement_id = c.corrects_id`,
    );
    expect(added).toEqual([
      { delta: -3, kind: 'correction', note: 'reconcile', recorded_at: now, together: true, original: 'lost' },
    ]);
    expect(await reconcileSeats({ ctx: ctx() })).toMatchObject({ movements: 0, corrections: 0 });
    expect(await rows()).toEqual(after);
  });

  it('corrects a movement whose seats are not those that billing stated', async () => {
    await database.pool.query(
      `insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
         idempotency_key, corrects_id)
       select account_id, subscription_item, 'correction', -2, effective_at, source, 'nobody', 'drift', movement_id
       from seat_movements where source_event_id = 'globex-e1'`,
    );
    expect(await seats('globex')).toBe(12);
    expect(await reconcileSeats({ ctx: ctx() })).toMatchObject({ movements: 0, corrections: 1 });
    expect([await seats('globex'), await seats('acme')]).toEqual([14, 14]);
  });

  it('adds a movement that a restored database lacks, under the key it had', async () => {
    const keys = async () => (await database.pool.query('select idempotency_key from seat_movements order by 1')).rows;
    const before = await keys();
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query(`select set_config('cs_pulse.forget_account', account_id::text, true) from accounts
      where external_id = 'acme'`);
    await client.query(`delete from seat_movements where source_event_id = 'acme-e2'`);
    await client.query('commit');
    client.release();
    expect(await seats('acme')).toBe(10);
    expect(await reconcileSeats({ ctx: ctx() })).toMatchObject({ movements: 1, corrections: 0 });
    expect(await seats('acme')).toBe(14);
    expect(await keys()).toEqual(before);
  });

  it('lets a movement by hand stand until billing speaks again, and then billing', async () => {
    now = new Date(now.getTime() + DAY_MS);
    await byHand(-4, 'call-1');
    const held = { movements: 0, corrections: 0, heldByHand: 1 };
    expect(await reconcileSeats({ ctx: ctx() })).toMatchObject(held);
    expect(await reconcileSeats({ ctx: ctx() })).toMatchObject(held);
    expect(await seats('acme')).toBe(10);
    await tell('acme', 'e3', 14);
    expect(await seats('acme')).toBe(14);
    expect(await reconcileSeats({ ctx: ctx() })).toMatchObject({ movements: 0, corrections: 0, heldByHand: 0 });
  });

  it('leaves an item alone of which billing has said nothing', async () => {
    now = new Date(now.getTime() + DAY_MS);
    const input = { accountId: 'acme', item: 'partner', kind: 'initial', delta: 2, effectiveAt: now } as const;
    await recordSeatMovement({
      ctx: ctx(),
      input: { ...input, source: 'crm', actor: 'import', note: 'Partner seats', idempotencyKey: 'p1' },
    });
    expect(await reconcileSeats({ ctx: ctx() })).toMatchObject({ items: 2, movements: 0, corrections: 0 });
    expect(await seats('acme')).toBe(16);
  });
});
