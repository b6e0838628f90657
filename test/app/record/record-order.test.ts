import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type { AccountSignal, Signal, TicketSignal, UserSignal } from '../../../src/domain/signal.ts';
import { loadFacts } from '../../../src/store/facts.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { ordersOf } from '../../support/orders.ts';
import { activity, eventId } from '../signals.ts';

const on = (day: string): Date => new Date(`2026-02-${day}T12:00:00Z`);

describe('statements that arrive in any order', () => {
  let database: TestDatabase;
  let unique = 0;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  /** What is stored after each order, one signal per call, each order on an account of its own. */
  async function storedAfterEach(signals: (accountKey: string) => readonly Signal[], text: string): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const order of ordersOf(signals('any').map((_, place) => place))) {
      const accountKey = `order-${unique++}`;
      const list = signals(accountKey);
      for (const place of order) {
        const input = { source: 'test', signals: list.slice(place, place + 1) };
        await recordSignals({ ctx: testContext(database.pool), input });
      }
      found.push((await database.pool.query(`${text} where a.external_id = $1`, [accountKey])).rows[0]);
    }
    return found;
  }

  const allEqual = (found: readonly unknown[], row: object): void =>
    expect(found).toEqual(Array.from({ length: found.length }, () => row));

  it('leave of each field of an account what was said last', async () => {
    const account = (accountKey: string, day: string, given: Partial<AccountSignal>): AccountSignal => ({
      kind: 'account',
      accountKey,
      occurredAt: on(day),
      ...given,
    });
    const found = await storedAfterEach(
      (key) => [
        account(key, '01', { renewsOn: '2026-06-01', plan: 'pro', customerSince: '2025-01-01' }),
        account(key, '05', { renewsOn: '2026-07-01', customerSince: '2025-03-01' }),
        account(key, '09', { plan: 'team' }),
      ],
      'select renews_on, plan, customer_since, customer_since_given from accounts a',
    );
    expect(found).toHaveLength(6);
    const row = { renews_on: '2026-07-01', plan: 'team', customer_since: '2025-03-01', customer_since_given: true };
    allEqual(found, row);
  });

  it('leave a person who counts or not as was said last', async () => {
    const user = (accountKey: string, day: string, given: Partial<UserSignal>): UserSignal => ({
      kind: 'user',
      accountKey,
      occurredAt: on(day),
      userKey: 'u1',
      ...given,
    });
    const found = await storedAfterEach(
      (accountKey) => [
        user(accountKey, '01', { counts: false, role: 'guest' }),
        user(accountKey, '05', { counts: true }),
        user(accountKey, '09', { role: 'admin' }),
        activity({ accountKey, id: eventId(`${accountKey}-use`), userKey: 'u1', occurredAt: on('03') }),
      ],
      `select u.counts, u.role, (select sum(bit_count(d.active))::int from account_day d where d.account_id = a.account_id) as active
       from accounts a join account_users u using (account_id)`,
    );
    expect(found).toHaveLength(24);
    allEqual(found, { counts: true, role: 'admin', active: 1 });
  });

  it('leave of a contact what was said last, and opted out for good', async () => {
    const contact = (
      accountKey: string,
      day: string,
      name: string,
      email: string | null,
      optedOut: boolean,
    ): Signal => {
      const persona = optedOut ? 'exec' : 'admin';
      const common = { kind: 'contact', accountKey, contactId: 'c', occurredAt: on(day), userKey: null } as const;
      return { ...common, name, email, persona, optedOut };
    };
    const found = await storedAfterEach(
      (key) => [
        contact(key, '01', 'Old', 'old@x.example', true),
        contact(key, '05', 'Newer', 'newer@x.example', false),
        contact(key, '09', 'Newest', null, false),
      ],
      'select c.name, c.email, c.persona, c.opted_out from accounts a join contacts c using (account_id)',
    );
    allEqual(found, { name: 'Newest', email: 'newer@x.example', persona: 'admin', opted_out: true });
  });

  describe('of a ticket', () => {
    const ticket = (
      accountKey: string,
      day: string,
      state: TicketSignal['state'],
      priority: string | null,
    ): Signal => ({
      kind: 'ticket',
      accountKey,
      ticketId: 't',
      occurredAt: on(day),
      state,
      priority,
      subject: null,
    });
    const text = `select t.priority, t.opened_at, t.closed_at < coalesce(t.last_opened_at, '-infinity') as open_again
      from accounts a join tickets t using (account_id)`;

    it('leave it open when it was opened after the last close, as urgent as was said last', async () => {
      const found = await storedAfterEach(
        (key) => [
          ticket(key, '01', 'opened', 'low'),
          ticket(key, '05', 'closed', 'urgent'),
          ticket(key, '07', 'opened', null),
        ],
        text,
      );
      allEqual(found, { priority: 'urgent', opened_at: on('01'), open_again: true });
    });

    it('count it as urgent and open on the days on which it was', async () => {
      const accountKey = 'reopened';
      const signals = [
        ticket(accountKey, '12', 'opened', null),
        ticket(accountKey, '05', 'closed', 'urgent'),
        ticket(accountKey, '01', 'opened', 'low'),
      ];
      const ctx = testContext(database.pool, { now: () => TEST_NOW });
      await recordSignals({ ctx, input: { source: 'test', signals } });
      const { rows } = await database.pool.query(`select account_id from accounts where external_id = 'reopened'`);
      const urgentOn = async (day: string): Promise<unknown> => {
        const options = { day, timeZone: 'UTC', reportingCurrency: 'USD', accountNos: [Number(rows[0].account_id)] };
        return (await loadFacts(database.pool, options))[0]?.facts.urgent_tickets_open;
      };
      const days = ['2026-02-01', '2026-02-02', '2026-02-05', '2026-02-06', '2026-02-12', '2026-02-13'];
      expect(await Promise.all(days.map(urgentOn))).toEqual([0, 1, 1, 0, 0, 1]);
    });
  });
});
