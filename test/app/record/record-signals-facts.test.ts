import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type {
  AccountSignal,
  Signal,
  SubscriptionSignal,
  TicketSignal,
  UserSignal,
} from '../../../src/domain/signal.ts';
import { openPool } from '../../../src/store/db.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { activity, eventId } from '../signals.ts';

const at = (text: string) => new Date(text);
const account = (accountKey: string, given: Partial<AccountSignal>): AccountSignal => ({
  kind: 'account',
  accountKey,
  occurredAt: TEST_NOW,
  ...given,
});
const user = (accountKey: string, userKey: string, given: Partial<UserSignal>): UserSignal => ({
  kind: 'user',
  accountKey,
  occurredAt: TEST_NOW,
  userKey,
  ...given,
});

describe('recorded facts', () => {
  let database: TestDatabase;
  let unique = 0;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  const record = async (signals: readonly Signal[], options: { timeZone?: string; delivery?: { id: string } } = {}) => {
    const ctx = testContext(database.pool, { timeZone: options.timeZone ?? 'UTC' });
    const outcomes = await recordSignals({ ctx, input: { source: 'test', signals, delivery: options.delivery } });
    return outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.code : outcome.status));
  };
  const login = (accountKey: string, userKey: string | null, given: Partial<Signal> = {}) =>
    activity({ accountKey, id: eventId(`facts${unique++}`), userKey, ...(given as object) });
  const rows = async (text: string, values: unknown[] = []) => (await database.pool.query(text, values)).rows;
  const accountOf = async (externalId: string) =>
    (await rows(`select * from accounts where external_id = $1`, [externalId]))[0];
  const usage = async (externalId: string) =>
    rows(
      `select day, events, other_events as other, bit_count(active)::int as people
       from account_day join accounts a using (account_id) where a.external_id = $1 order by day, chunk`,
      [externalId],
    );

  it('finds an account by alias, domain and billing customer, and never creates one without a name', async () => {
    await record([
      account('known', { name: 'Known', aliases: ['The Known'], domain: 'Known.example', stripeCustomerId: 'cus_k' }),
    ]);
    await record(['the known', 'known.example', 'cus_k'].map((key) => login(key, 'u')));
    expect(await usage('known')).toMatchObject([{ events: 3, people: 1 }]);
    expect(await rows(`select from accounts where external_id in ('', 'the known', 'known.example', 'cus_k')`)).toEqual(
      [],
    );
    expect(await record([login('', 'u')])).toEqual(['no_account']);
  });

  it('does not guess between two accounts that share a domain', async () => {
    await record([account('twin-a', { domain: 'twin.example' }), account('twin-b', { domain: 'twin.example' })]);
    await record([login('twin.example', 'u')]);
    expect(await usage('twin-a')).toEqual([]);
    expect(await accountOf('twin.example')).toMatchObject({ name: 'twin.example' });
  });

  it('does not fall through from an alias of two accounts to the domain of a third', async () => {
    await record([
      account('north', { aliases: ['shared.example'] }),
      account('south', { aliases: ['shared.example'] }),
      account('third', { domain: 'shared.example' }),
    ]);
    await record([login('shared.example', 'u')]);
    expect(await usage('third')).toEqual([]);
    expect(await usage('shared.example')).toMatchObject([{ events: 1 }]);
  });

  it('lets late facts fill gaps but turn nothing back', async () => {
    await record([account('late', { name: 'New', occurredAt: at('2026-02-20T00:00:00Z') })]);
    await record([account('late', { name: 'Old', plan: 'pro', occurredAt: at('2026-02-10T00:00:00Z') })]);
    expect(await accountOf('late')).toMatchObject({ name: 'New', plan: 'pro' });
    expect(await record([account('late', { name: 'New' })])).toEqual(['duplicate']);
  });

  it('takes the first sign of an account as its first day, until somebody names it', async () => {
    await record([login('since', 'u', { occurredAt: at('2026-02-10T12:00:00Z') })]);
    await record([login('since', 'u', { occurredAt: at('2026-01-05T12:00:00Z') })]);
    expect(await accountOf('since')).toMatchObject({ customer_since: '2026-01-05', first_event_on: '2026-01-05' });
    await record([account('since', { customerSince: '2026-02-01' })]);
    await record([login('since', 'u', { occurredAt: at('2025-12-24T12:00:00Z') })]);
    expect(await accountOf('since')).toMatchObject({ customer_since: '2026-02-01', first_event_on: '2025-12-24' });
  });

  it('knows a person by id and by e-mail address in any spelling', async () => {
    await record([login('people', 'Ann@People.example')]);
    await record([user('people', 'u1', { email: 'ann@people.example', role: 'admin' })]);
    await record([login('people', 'u1'), login('people', 'ANN@people.example')]);
    expect(
      await rows(
        `select u.external_id, email, role from account_users u join accounts a using (account_id) where a.external_id = 'people'`,
      ),
    ).toEqual([{ external_id: 'u1', email: 'ann@people.example', role: 'admin' }]);
    expect(await usage('people')).toMatchObject([{ events: 3, people: 1 }]);
  });

  it('counts automation, nobody, and people who do not count as other events', async () => {
    await record([
      user('others', 'tester', { counts: false }),
      login('others', 'tester'),
      login('others', null),
      activity({ accountKey: 'others', id: eventId('bot'), userKey: 'bot', actor: 'service' }),
    ]);
    expect(await usage('others')).toMatchObject([{ events: 0, other: 3, people: 0 }]);
    expect(await accountOf('others')).toMatchObject({ first_event_on: null });
    expect(
      await rows(
        `select u.external_id from account_users u join accounts a using (account_id) where a.external_id = 'others'`,
      ),
    ).toEqual([{ external_id: 'tester' }]);
  });

  it('gives events the local day of the team’s zone, also where midnight is not on the hour', async () => {
    const instants = ['2026-02-10T18:14:59Z', '2026-02-10T18:15:00Z'].map(at);
    await record(
      instants.map((occurredAt) => login('kathmandu', 'u', { occurredAt })),
      { timeZone: 'Asia/Kathmandu' },
    );
    expect((await usage('kathmandu')).map((row) => row.day)).toEqual(['2026-02-10', '2026-02-11']);
  });

  it('keeps distinct people exact beyond one bitmap', async () => {
    await record(Array.from({ length: 300 }, (_, n) => login('crowd', `u${n}`)));
    expect(await usage('crowd')).toMatchObject([
      { events: 256, people: 256 },
      { events: 44, people: 44 },
    ]);
  });

  it('opens and closes a ticket in any order of arrival', async () => {
    const ticket = (state: TicketSignal['state'], day: string, priority: string | null): TicketSignal => ({
      kind: 'ticket',
      accountKey: 'desk',
      occurredAt: at(day),
      ticketId: 't1',
      state,
      priority,
      subject: null,
    });
    expect(await record([ticket('closed', '2026-02-05', null)])).toEqual(['accepted']);
    expect(await record([ticket('opened', '2026-02-01', 'urgent')])).toEqual(['accepted']);
    expect(await record([ticket('opened', '2026-02-01', 'urgent')])).toEqual(['duplicate']);
    expect(await rows('select opened_at, closed_at, priority from tickets')).toEqual([
      { opened_at: at('2026-02-01'), closed_at: at('2026-02-05'), priority: 'urgent' },
    ]);
  });

  it('applies a delivery once, and takes it back when it could not be stored', async () => {
    const signals = [login('delivered', 'u')];
    expect(await record(signals, { delivery: { id: 'd1' } })).toEqual(['accepted']);
    expect(await record([login('delivered', 'u')], { delivery: { id: 'd1' } })).toEqual(['duplicate']);
    expect(await usage('delivered')).toMatchObject([{ events: 1 }]);
  });

  it('isolates seats that are too many for the database', async () => {
    const state = (stateId: string, seats: number): SubscriptionSignal => ({
      kind: 'subscription',
      accountKey: 'big',
      occurredAt: TEST_NOW,
      subscriptionId: 's',
      stateId,
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
      items: [{ item: 'i', seats, unitAmountDecimal: null, interval: null, intervalCount: null }],
    });
    expect(await record([login('big', 'u'), state('a', 2 ** 31), state('b', 5)])).toEqual([
      'accepted',
      'not_storable',
      'accepted',
    ]);
    expect(await rows(`select delta from seat_movements`)).toEqual([{ delta: 5 }]);
  });

  it('says unavailable, and nothing else, when the database is away', async () => {
    const pool = openPool({
      url: 'postgres://nobody@127.0.0.1:1/none',
      name: 'test',
      max: 1,
      statementTimeoutMs: 1000,
      onError: () => undefined,
    });
    const input = { source: 'test', signals: [login('away', 'u')] };
    await expect(recordSignals({ ctx: testContext(pool), input })).rejects.toMatchObject({ code: 'unavailable' });
    await pool.end();
  });
});
