import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refreshEligibility } from '../../../src/app/definition/refresh-eligibility.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type { Day } from '../../../src/domain/day.ts';
import type { Signal, UserSignal } from '../../../src/domain/signal.ts';
import { execute } from '../../../src/store/db.ts';
import { loadFacts } from '../../../src/store/facts.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { ordersOf } from '../../support/orders.ts';
import { activity, eventId } from '../signals.ts';

const on = (day: string): Date => new Date(`2026-02-${day}T12:00:00Z`);

let database: TestDatabase;
let unique = 0;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

async function record(signals: readonly Signal[]) {
  const outcomes = await recordSignals({ ctx: testContext(database.pool), input: { source: 'test', signals } });
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  return outcomes;
}

function user(accountKey: string, userKey: string, day: string, given: Partial<UserSignal> = {}): UserSignal {
  return { kind: 'user', accountKey, userKey, occurredAt: on(day), ...given };
}

function use(accountKey: string, userKey: string, day: string): Signal {
  return activity({ accountKey, userKey, id: eventId(`${accountKey} ${userKey} ${day}`), occurredAt: on(day) });
}

function answer(accountKey: string, userKey: string, day: string, score: number): Signal {
  return { kind: 'nps', accountKey, userKey, score, occurredAt: on(day) };
}

function keyContact(accountKey: string, given: { userKey: string | null; email: string | null }): Signal {
  const common = { kind: 'contact', accountKey, occurredAt: on('02'), contactId: 'c', name: 'C' } as const;
  return { ...common, persona: 'key_contact', optedOut: false, ...given };
}

async function numberOf(accountKey: string): Promise<number> {
  const text = 'select account_id from accounts where external_id = $1';
  return Number((await database.pool.query(text, [accountKey])).rows[0]?.account_id);
}

async function factsOf(accountKey: string, day: Day = '2026-03-01') {
  const accountNos = [await numberOf(accountKey)];
  const options = { day, timeZone: 'UTC', reportingCurrency: 'USD', accountNos };
  return (await loadFacts(database.pool, options))[0]?.facts;
}

/** Days of activity of all people together. */
async function personDays(accountKey: string): Promise<number> {
  const text = 'select sum(bit_count(active))::int as days from account_day where account_id = $1';
  return (await database.pool.query(text, [await numberOf(accountKey)])).rows[0]?.days;
}

async function peopleOf(accountKey: string): Promise<unknown[]> {
  const text = `select u.external_id as id, u.email, u.role, u.counts,
      array(select alias from user_aliases where account_id = u.account_id and user_no = u.user_no order by alias) as aliases
    from account_users u where account_id = $1 order by u.external_id`;
  return (await database.pool.query(text, [await numberOf(accountKey)])).rows;
}

/** Rows of the rollup that are not the count of their raw events. */
async function drift(): Promise<unknown[]> {
  const text = `with counted as (
      select account_id, (occurred_at at time zone 'UTC')::date as day, coalesce(user_no >> 8, 0)::smallint as chunk,
        count(*) filter (where kind = 0)::int as events, count(*) filter (where kind = 1)::int as errors,
        count(*) filter (where kind >= 2)::int as other_events,
        bit_or(case when kind = 0 then 1::bit(256) << (user_no & 255) else 0::bit(256) end) as active
      from events group by 1, 2, 3
    )
    select * from (select * from account_day where events + errors + other_events > 0) d
    full join counted c using (account_id, day, chunk)
    where (c.events, c.errors, c.other_events, c.active) is distinct from (d.events, d.errors, d.other_events, d.active)`;
  return (await database.pool.query(text)).rows;
}

/** What `look` sees after each order in which the signals can come, one per call, each order on an account of its own. */
async function inEachOrder<T>(signals: (key: string) => Signal[], look: (key: string) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (const order of ordersOf(signals('any').map((_, place) => place))) {
    const key = `one-${unique++}`;
    const list = signals(key);
    for (const place of order) await record(list.slice(place, place + 1));
    found.push(await look(key));
  }
  return found;
}

const same = (found: readonly unknown[], expected: unknown): void => {
  expect(found.length).toBeGreaterThan(1);
  expect(found).toEqual(found.map(() => expected));
};

describe('a person who is known by id and by address', () => {
  it('is one, whatever comes first: events by both, or the profile that links them', async () => {
    const found = await inEachOrder(
      (key) => [
        use(key, 'u3', '10'),
        use(key, 'U3@x.example', '10'),
        use(key, 'u3@x.example', '11'),
        user(key, 'u3', '05', { email: 'u3@X.example' }),
      ],
      async (key) => {
        const { active_users_30d, events_30d } = (await factsOf(key)) ?? {};
        return { people: await peopleOf(key), days: await personDays(key), active_users_30d, events_30d };
      },
    );
    expect(found).toHaveLength(24);
    const one = { id: 'u3', email: 'u3@x.example', role: null, counts: true, aliases: ['u3@x.example'] };
    same(found, { people: [one], days: 2, active_users_30d: 1, events_30d: 3 });
    expect(await drift()).toEqual([]);
  });

  it('keeps every address that was theirs', async () => {
    const found = await inEachOrder(
      (key) => [
        user(key, 'u1', '01', { email: 'old@x.example' }),
        user(key, 'u1', '05', { email: 'new@x.example' }),
        use(key, 'old@x.example', '20'),
        use(key, 'new@x.example', '21'),
      ],
      peopleOf,
    );
    const aliases = ['new@x.example', 'old@x.example'];
    same(found, [{ id: 'u1', email: 'new@x.example', role: null, counts: true, aliases }]);
  });

  it('is followed along chains of addresses', async () => {
    const found = await inEachOrder(
      (key) => [
        user(key, 'a@x.example', '01', { email: 'b@x.example' }),
        user(key, 'c@x.example', '02', { email: 'b@x.example' }),
        user(key, 'u1', '03', { email: 'c@x.example', role: 'admin' }),
        use(key, 'a@x.example', '20'),
        use(key, 'b@x.example', '21'),
      ],
      async (key) => ({ people: await peopleOf(key), active: (await factsOf(key))?.active_users_30d }),
    );
    expect(found).toHaveLength(120);
    const aliases = ['a@x.example', 'b@x.example', 'c@x.example'];
    const people = [{ id: 'u1', email: 'c@x.example', role: 'admin', counts: true, aliases }];
    same(found, { people, active: 1 });
    expect(await drift()).toEqual([]);
  }, 120_000);

  it('counts or not as was said last under either key', async () => {
    const found = await inEachOrder(
      (key) => [
        user(key, 'u1', '01', { email: 'u1@x.example', counts: true, role: 'admin' }),
        user(key, 'u1@x.example', '05', { counts: false }),
        use(key, 'u1@x.example', '10'),
        use(key, 'u1', '11'),
      ],
      async (key) => ({ people: await peopleOf(key), events: (await factsOf(key))?.events_30d }),
    );
    const one = { id: 'u1', email: 'u1@x.example', role: 'admin', counts: false, aliases: ['u1@x.example'] };
    same(found, { people: [one], events: 0 });
    expect(await drift()).toEqual([]);
  });

  it('answers once, and is the key contact under any key', async () => {
    const found = await inEachOrder(
      (key) => [
        user(key, 'u1', '01', { email: 'u1@x.example' }),
        answer(key, 'u1', '03', 2),
        answer(key, 'U1@x.example', '07', 9),
        keyContact(key, { userKey: 'u1@x.example', email: null }),
        use(key, 'u1', '20'),
      ],
      async (key) => {
        const { nps_sum, nps_count, key_contact_days } = (await factsOf(key)) ?? {};
        return { nps_sum, nps_count, key_contact_days };
      },
    );
    same(found, { nps_sum: 9, nps_count: 1, key_contact_days: 9 });
  }, 120_000);
});

describe('people with one address', () => {
  it('stay two who have an id each, and the address is whose it was first', async () => {
    await record([use('shared', 'desk@x.example', '10'), use('shared', 'u1', '10'), use('shared', 'u2', '10')]);
    await record([user('shared', 'u1', '05', { email: 'desk@x.example' })]);
    await record([user('shared', 'u2', '01', { email: 'desk@x.example' })]);
    await record([user('shared', 'u2', '02', { email: 'desk@x.example' }), use('shared', 'desk@x.example', '12')]);
    const email = 'desk@x.example';
    expect(await peopleOf('shared')).toMatchObject([
      { id: 'u1', email, aliases: [email] },
      { id: 'u2', email, aliases: [] },
    ]);
    expect(await factsOf('shared')).toMatchObject({ active_users_30d: 2 });
    expect(await personDays('shared')).toBe(3);
  });

  it('are not the same in two accounts', async () => {
    await record([use('left', 'u1@x.example', '10'), use('right', 'u1@x.example', '10'), use('right', 'u1', '11')]);
    await record([user('left', 'u1', '05', { email: 'u1@x.example' })]);
    expect(await peopleOf('left')).toMatchObject([{ id: 'u1' }]);
    expect(await peopleOf('right')).toMatchObject([{ id: 'u1' }, { id: 'u1@x.example' }]);
  });

  it('takes no address that is none, and none that is too long to be a key', async () => {
    const long = `${'a'.repeat(200)}@x.example`;
    const signals = [user('odd', 'u1', '05', { email: 'none' }), user('odd', 'u2', '05', { email: long })];
    expect((await record(signals)).map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    await record([use('odd', 'none', '10')]);
    expect((await peopleOf('odd')).length).toBe(3);
  });
});

describe('a merge', () => {
  it('can be told again and changes nothing then', async () => {
    const signals = [use('again', 'u1@x.example', '10'), user('again', 'u1', '05', { email: 'u1@x.example' })];
    await record([use('again', 'u1', '10')]);
    expect((await record(signals)).map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    const before = await peopleOf('again');
    expect((await record(signals)).map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
    expect(await peopleOf('again')).toEqual(before);
    expect(await drift()).toEqual([]);
  });

  it('takes what was done along from one bitmap to another', async () => {
    const crowd = Array.from({ length: 300 }, (_, n) => use('crowd', `u${n}`, '10'));
    const error: Signal = {
      kind: 'error',
      accountKey: 'crowd',
      id: eventId('e'),
      userKey: 'z@x.example',
      occurredAt: on('11'),
    };
    await record([...crowd, use('crowd', 'z@x.example', '10'), use('crowd', 'z@x.example', '11')]);
    await record([error]);
    await record([user('crowd', 'u5', '01', { email: 'z@x.example' })]);
    expect(await factsOf('crowd')).toMatchObject({ active_users_30d: 300, events_30d: 302, errors_30d: 1 });
    expect(await drift()).toEqual([]);
  });

  it('keeps days whose raw events are gone', async () => {
    await record([use('kept', 'u1', '10'), use('kept', 'u1@x.example', '10'), use('kept', 'u1@x.example', '12')]);
    await execute(database.pool, 'delete from events where account_id = $1', [await numberOf('kept')]);
    await record([user('kept', 'u1', '05', { email: 'u1@x.example' })]);
    expect(await factsOf('kept')).toMatchObject({ active_users_30d: 1, events_30d: 3 });
    expect(await personDays('kept')).toBe(2);
    await execute(database.pool, 'delete from account_day where account_id = $1', [await numberOf('kept')]);
  });

  it('is finished later for events that were stored under the former number at the same moment', async () => {
    await record([use('stray', 'u1', '25'), use('stray', 'u1@x.example', '25')]);
    await record([user('stray', 'u1', '20', { email: 'u1@x.example' })]);
    const no = await numberOf('stray');
    const former = await database.pool.query('select merged_user_no as no from user_aliases where account_id = $1', [
      no,
    ]);
    const { no: userNo } = former.rows[0];
    await execute(
      database.pool,
      `insert into events (account_id, occurred_at, event_id, user_no, name_id, kind)
       select account_id, '2026-02-27T12:00:00Z', gen_random_uuid(), $2, name_id, 0 from events where account_id = $1 limit 1`,
      [no, userNo],
    );
    await execute(
      database.pool,
      `insert into account_day values ($1, '2026-02-27', 0, 1, 0, 0, '2026-02-27T12:00:00Z', 1::bit(256) << $2)`,
      [no, userNo],
    );
    expect(await factsOf('stray')).toMatchObject({ active_users_30d: 2 });
    await refreshEligibility({ ctx: testContext(database.pool, { now: () => TEST_NOW }) });
    expect(await factsOf('stray')).toMatchObject({ active_users_30d: 1, events_30d: 3 });
    expect(await drift()).toEqual([]);
  });

  it('loses nobody when many batches link the same people at once', async () => {
    const key = 'race';
    const people = Array.from({ length: 12 }, (_, n) => `u${n}`);
    const batches = people.flatMap((id) => [
      [use(key, id, '10')],
      [use(key, `${id}@x.example`, '11')],
      [user(key, id, '05', { email: `${id}@x.example` })],
    ]);
    await Promise.all(batches.map(record));
    await refreshEligibility({ ctx: testContext(database.pool, { now: () => TEST_NOW }) });
    expect(await factsOf(key)).toMatchObject({ active_users_30d: 12, events_30d: 24 });
    expect(await drift()).toEqual([]);
  });
});
