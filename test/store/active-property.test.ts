import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refreshEligibility } from '../../src/app/definition/refresh-eligibility.ts';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { ACTIVE_DEFAULTS, type ActiveDefinition, type ActiveRule } from '../../src/domain/active/definition.ts';
import { addDays, type Day } from '../../src/domain/day.ts';
import type { Signal } from '../../src/domain/signal.ts';
import { startOfLocalDay } from '../../src/lib/local-time.ts';
import { execute } from '../../src/store/db.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { eventId } from '../app/signals.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { type Profile, recountActive, type Story, userKeyOf } from '../support/recount-active.ts';

/** Days around which clocks change, and one where nothing happens. */
const FRAMES: readonly (readonly [timeZone: string, day: Day])[] = [
  ['Europe/Berlin', '2026-03-30'],
  ['Europe/Berlin', '2026-10-26'],
  ['America/New_York', '2026-04-07'],
  ['Pacific/Auckland', '2026-09-28'],
  ['UTC', '2026-03-01'],
];
const HOUR = 3_600_000;
const NAMES = ['signed_in', 'report', 'export', 'page_view'];

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

function instants(timeZone: string, day: Day) {
  const midnight = (ago: number): number => startOfLocalDay(addDays(day, -ago), timeZone).getTime();
  const near = fc
    .record({ ago: fc.integer({ min: 0, max: 45 }), ms: fc.integer({ min: 0, max: 23 * HOUR }) })
    .map(({ ago, ms }) => new Date(midnight(ago) + Math.min(ms, 20 * HOUR)));
  const far = fc.integer({ min: 46, max: 140 }).map((ago) => new Date(midnight(ago) + HOUR));
  const edge = fc
    .record({ ago: fc.constantFrom(0, 1, 7, 14, 28, 30, 60, 90, 91, 98, 120), ms: fc.constantFrom(-1, 0, 1) })
    .map(({ ago, ms }) => new Date(midnight(ago) + ms));
  return fc.oneof({ weight: 3, arbitrary: near }, far, edge);
}

const profile: fc.Arbitrary<Profile> = fc.record({
  email: fc.constantFrom(undefined, 'a@client.example', 'B@Ours.example', 'c@eu.ours.example', 'd@notours.example'),
  role: fc.constantFrom(undefined, 'Admin', 'member', 'Viewer'),
  counts: fc.constantFrom(undefined, undefined, true, false),
});

function stories(timeZone: string, day: Day): fc.Arbitrary<Story> {
  const at = instants(timeZone, day);
  const deed = fc.record({
    at,
    person: fc.integer({ min: 0, max: 5 }),
    name: fc.constantFrom(...NAMES),
    surface: fc.constantFrom(undefined, undefined, 'web', 'ios'),
    actor: fc.constantFrom('human', 'human', 'human', 'service'),
    byAddress: fc.boolean(),
  });
  return fc.record({
    customerSince: fc.integer({ min: 0, max: 240 }).map((ago) => addDays(day, -ago)),
    deeds: fc.array(deed, { minLength: 1, maxLength: 40 }),
    // Distinct addresses: two people with one address are one person.
    profiles: fc
      .array(fc.option(profile), { minLength: 6, maxLength: 6 })
      .map((list) => list.map((one, i) => one && { ...one, email: one.email && `${i}${one.email}` })),
    keyContact: fc.option(fc.integer({ min: 0, max: 5 })),
  });
}

const named = fc.uniqueArray(fc.constantFrom(...NAMES, 'never_heard_of'), { minLength: 1, maxLength: 3 });
const rule: fc.Arbitrary<ActiveRule> = fc.oneof(
  fc.constant({ kind: 'any_event' } as const),
  fc.record({ kind: fc.constant('login'), events: named } as const),
  fc.record({
    kind: fc.constant('feature_threshold'),
    events: named,
    min_count: fc.integer({ min: 1, max: 4 }),
  } as const),
  fc.record({
    kind: fc.constant('core_workflow'),
    events: named,
    match: fc.constantFrom('any', 'all'),
    min_days: fc.integer({ min: 1, max: 3 }),
  } as const),
);
const some = (...values: string[]) => fc.subarray(values);
const active: fc.Arbitrary<ActiveDefinition> = fc.record({
  window_days: fc.constant(30),
  rule,
  surfaces: fc.constantFrom(null, null, ['web'], ['web', 'ios']),
  exclude: fc.record({
    domains: some('ours.example'),
    users: some('p1', '2a@client.example', 'p5@client.example'),
    events: some('page_view', 'export'),
  }),
  roles: fc.constantFrom(null, { kind: 'count', names: ['admin', 'member'] }, { kind: 'ignore', names: ['viewer'] }),
} as const);

/** Who is told first, and whether the configuration was there from the beginning. */
const ORDERS = ['profiles first', 'profiles last', 'mixed', 'another configuration before'] as const;
type Order = (typeof ORDERS)[number];

/** The address by which a person is known as well; undefined when there is none, or it is not used. */
function addressOf({ profiles }: Story, person: number, used: boolean): string | undefined {
  return used ? profiles[person]?.email : undefined;
}

function signalsOf(accountKey: string, story: Story, order: Order, day: Day, timeZone: string): Signal[][] {
  const said = startOfLocalDay(day, timeZone);
  const profiles: Signal[] = story.profiles.flatMap((one, person) =>
    one === null ? [] : [{ kind: 'user', accountKey, occurredAt: said, userKey: userKeyOf(person), ...one }],
  );
  if (story.keyContact !== null) {
    const userKey = addressOf(story, story.keyContact, true) ?? userKeyOf(story.keyContact);
    const contact = { contactId: 'k', name: 'K', email: null, persona: 'key_contact', optedOut: false } as const;
    profiles.push({ kind: 'contact', accountKey, occurredAt: said, userKey, ...contact });
  }
  const deeds: Signal[] = story.deeds.map(({ person, at, byAddress, ...deed }, i) => {
    const userKey = addressOf(story, person, byAddress) ?? userKeyOf(person);
    return { kind: 'activity', accountKey, id: eventId(`${accountKey} ${i}`), occurredAt: at, userKey, ...deed };
  });
  const account: Signal = { kind: 'account', accountKey, occurredAt: said, customerSince: story.customerSince };
  const half = deeds.length >> 1;
  if (order === 'profiles first') return [[account, ...profiles, ...deeds]];
  if (order === 'profiles last') return [[...deeds, account], profiles];
  return [[...deeds.slice(half)].reverse(), [account, ...profiles, ...deeds.slice(0, half)], deeds];
}

interface Told {
  readonly timeZone: string;
  readonly day: Day;
  readonly active: ActiveDefinition;
  readonly before: ActiveDefinition;
}

async function tell(list: readonly Story[], order: Order, { timeZone, day, active: after, before }: Told) {
  const tables = 'accounts, account_keys, account_users, events, account_day, contacts, eligibility, source_watermarks';
  await execute(database.pool, `truncate ${tables} cascade`);
  const now = new Date(startOfLocalDay(day, timeZone).getTime() + 21 * HOUR);
  const context = (definition: ActiveDefinition) =>
    testContext(database.pool, { timeZone, now: () => now, active: definition });
  const first = order === 'another configuration before' ? before : after;
  const batches = list.map((story, i) => signalsOf(`account-${i}`, story, order, day, timeZone));
  for (let turn = 0; turn < 3; turn += 1) {
    const signals = batches.flatMap((own) => own[turn] ?? []);
    const outcomes = await recordSignals({ ctx: context(first), input: { source: 'test', signals } });
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  }
  if (first !== after) {
    await refreshEligibility({ ctx: context(first) });
    expect(await refreshEligibility({ ctx: context(after) })).toMatchObject({ state: expect.any(String) });
  }
  const known = await loadFacts(database.pool, { day, timeZone, reportingCurrency: 'USD', rule: after.rule });
  return new Map(known.map(({ facts }) => [facts.account_id, facts]));
}

const cases = fc.constantFrom(...FRAMES).chain(([timeZone, day]) =>
  fc.record({
    timeZone: fc.constant(timeZone),
    day: fc.constant(day),
    active,
    before: fc.oneof(active, fc.constant(ACTIVE_DEFAULTS)),
    list: fc.array(stories(timeZone, day), { minLength: 4, maxLength: 4 }),
  }),
);

/** Rows of the rollup that are not the count of their raw events. */
const DRIFT = `with counted as (
  select account_id, (occurred_at at time zone $1)::date as day, coalesce(user_no >> 8, 0)::smallint as chunk,
    count(*) filter (where kind = 0)::int as events, count(*) filter (where kind >= 2)::int as other_events,
    bit_or(case when kind = 0 then 1::bit(256) << (user_no & 255) else 0::bit(256) end) as active
  from events group by 1, 2, 3
)
select * from counted full join account_day d using (account_id, day, chunk)
where (counted.events, counted.other_events, counted.active) is distinct from (d.events, d.other_events, d.active)`;

describe('active people from SQL', () => {
  it('equal a slow recount, whatever rule, exclusions, late profiles and order of delivery', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ list, ...told }) => {
        for (const order of ORDERS) {
          const found = await tell(list, order, told);
          for (const [index, story] of list.entries()) {
            const expected = recountActive(story, told.active, told.day, told.timeZone);
            const facts = found.get(`account-${index}`);
            // An account that came to be on the day itself is no customer before it.
            if (story.customerSince < told.day) expect(facts, order).toMatchObject(expected);
          }
          expect((await database.pool.query(DRIFT, [told.timeZone])).rows).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  }, 180_000);
});
