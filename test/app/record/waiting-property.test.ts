import type { Arbitrary } from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportAccount } from '../../../src/app/accounts/export-account.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type { AccountSignal, Signal } from '../../../src/domain/signal.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { fc } from '../../support/fc.ts';
import { eventId } from '../signals.ts';

const HISTORIES = 220;

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

const KINDS = [
  'activity',
  'error',
  'ticket',
  'closed',
  'unchanged',
  'nps',
  'user',
  'contact',
  'subscription',
  'account',
] as const;
const SOURCES = ['desk', 'tracker'] as const;
/** Names of one account: its id, three aliases, a domain and a billing customer. The last comes with a fact. */
const NAMES = ['acme', 'zendesk:1', 'hubspot:2', 'ACME.example', 'cus_3', 'deep:4'] as const;

interface Fact {
  readonly kind: (typeof KINDS)[number];
  readonly source: (typeof SOURCES)[number];
  readonly name: (typeof NAMES)[number];
  /** Sent so often. */
  readonly copies: number;
  readonly person: number;
}
/** What arrives: a fact by its place, or a statement that gives the account names. */
type Arrival = { readonly fact: number } | { readonly mapping: number };

const factOf: Arbitrary<Fact> = fc.record({
  kind: fc.constantFrom(...KINDS),
  source: fc.constantFrom(...SOURCES),
  name: fc.constantFrom(...NAMES),
  copies: fc.integer({ min: 1, max: 2 }),
  person: fc.integer({ min: 0, max: 2 }),
});
const MAPPINGS: readonly Partial<AccountSignal>[] = [
  { aliases: ['zendesk:1'], name: 'Acme' },
  { aliases: ['hubspot:2'], domain: 'acme.example' },
  { stripeCustomerId: 'cus_3', aliases: ['Acme Corporation'] },
];
const history = fc.array(factOf, { minLength: 1, maxLength: 9 }).chain((facts) => {
  const arrivals: Arrival[] = [
    ...facts.flatMap(({ copies }, fact) => Array.from({ length: copies }, () => ({ fact }))),
    ...MAPPINGS.map((_, mapping) => ({ mapping })),
    // This fact of a CRM brings a name itself.
    { mapping: MAPPINGS.length },
  ];
  return fc.record({
    facts: fc.constant(facts),
    arrivals: fc.shuffledSubarray(arrivals, { minLength: arrivals.length }),
    joined: fc.array(fc.boolean(), { minLength: arrivals.length, maxLength: arrivals.length }),
  });
});

const at = (minutes: number): Date => new Date(Date.parse('2026-02-20T10:00:00Z') + minutes * 60_000);

/** A name of one history, so that many share a database. */
const own = (name: string, world: string): string => (name === 'acme' ? world : name.replace(/$/, `-${world}`));

function signalOf({ kind, name, person }: Fact, place: number, world: string): Signal {
  const base = { accountKey: own(name, world), occurredAt: at(place * 700), knownOnly: true } as const;
  const id = eventId(`${world} ${place}`);
  const userKey = [`user-${person}`, `person-${person}@acme.example`][place % 2] ?? '';
  switch (kind) {
    case 'activity':
      return { ...base, kind, id, name: 'report_run', actor: 'human', surface: null, userKey };
    case 'error':
      return { ...base, kind, id, userKey: null };
    case 'ticket':
    case 'closed':
    case 'unchanged':
      return {
        ...base,
        kind: 'ticket',
        ticketId: `T${person}`,
        state: kind === 'ticket' ? 'opened' : kind,
        priority: place % 3 === 0 ? 'urgent' : null,
        subject: `subject ${place}`,
      };
    case 'nps':
      return { ...base, kind, userKey, score: place };
    case 'user':
      return {
        ...base,
        kind,
        userKey: `user-${person}`,
        email: `Person-${person}@acme.example`,
        role: `role ${place}`,
      };
    case 'contact':
      return {
        ...base,
        kind,
        contactId: `C${person}`,
        name: `Name ${place}`,
        email: null,
        persona: 'admin',
        userKey: null,
        optedOut: place === 3,
      };
    case 'subscription':
      return subscriptionOf(base, place);
    case 'account':
      return { ...base, kind, plan: `plan ${place}`, owner: { email: `owner-${place}@us.example` } };
  }
}

function subscriptionOf(base: Pick<Signal, 'accountKey' | 'occurredAt'>, place: number): Signal {
  return {
    ...base,
    kind: 'subscription',
    subscriptionId: 'sub',
    stateId: `state-${place}`,
    precedence: 1,
    status: 'active',
    plan: null,
    currency: 'EUR',
    seats: 5 + place,
    mrrMinor: 1000 * place,
    mrrUnknown: false,
    usageBased: false,
    startedAt: at(0),
    renewsAt: null,
    cancelAtPeriodEnd: false,
    items: [{ item: 'si', seats: 5 + place, unitAmountDecimal: '100.5', interval: 'month', intervalCount: 1 }],
  };
}

function mappingOf(mapping: number, world: string): { source: string; signal: Signal } {
  const given = MAPPINGS[mapping];
  const base = { kind: 'account', occurredAt: at(mapping) } as const;
  if (given === undefined) {
    const signal: Signal = {
      ...base,
      accountKey: own('hubspot:2', world),
      knownOnly: true,
      aliases: [own('deep:4', world)],
    };
    return { source: 'crm', signal };
  }
  const { aliases = [], domain, stripeCustomerId, name } = given;
  const signal: Signal = {
    ...base,
    accountKey: world,
    name,
    aliases: aliases.map((alias) => own(alias, world)),
    domain: domain && own(domain, world),
    stripeCustomerId: stripeCustomerId && own(stripeCustomerId, world),
  };
  return { source: 'csv', signal };
}

async function play(arrivals: readonly Arrival[], joined: readonly boolean[], facts: readonly Fact[], world: string) {
  const sent = arrivals.map((arrival) => {
    if ('mapping' in arrival) return mappingOf(arrival.mapping, world);
    const fact = facts[arrival.fact];
    if (fact === undefined) throw new Error('no such fact');
    return { source: fact.source, signal: signalOf(fact, arrival.fact, world) };
  });
  const batches: { source: string; signals: Signal[] }[] = [];
  for (const [place, { signal, source }] of sent.entries()) {
    const last = batches.at(-1);
    if (last?.source === source && joined[place]) last.signals.push(signal);
    else batches.push({ source, signals: [signal] });
  }
  const ctx = testContext(database.pool);
  for (const { signals, source } of batches) {
    const outcomes = await recordSignals({ ctx, input: { source: `${source}-${world}`, signals } });
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  }
}

const QUERIES = [
  'select name, customer_since, first_event_on from accounts where external_id = $1',
  `select day, sum(events) as events, sum(errors) as errors, bit_count(bit_or(active)) as people
   from account_day join accounts a using (account_id) where a.external_id = $1 group by day order by day`,
  // Whether a late statement about a thing was news depends on the order; events, answers and states always are.
  `select source, kind, last_occurred_at, signals from source_watermarks
   where kind in ('activity', 'errors', 'nps', 'billing') and source like '%-' || $1 order by 1, 2`,
  `select account_key from waiting_signals where account_key like '%' || $1`,
  `select external_id from accounts where external_id like '%' || $1`,
];

async function stateOf(world: string): Promise<string> {
  let text = '';
  const write = (piece: string): void => {
    text += piece;
  };
  const ctx = testContext(database.pool);
  await exportAccount({ ctx, input: { accountId: world, evidence: false, actor: 'test', write } });
  for (const query of QUERIES) text += `\n${JSON.stringify((await database.pool.query(query, [world])).rows)}`;
  return text.replaceAll(world, 'W');
}

const isMapping = (arrival: Arrival): boolean => 'mapping' in arrival;

it('does not matter when an account gets its names: before, between or after the facts', {
  timeout: 240_000,
}, async () => {
  let worlds = 0;
  let waited = 0;
  await fc.assert(
    fc.asyncProperty(history, async ({ arrivals, facts, joined }) => {
      worlds += 1;
      const [named, late] = [`n${worlds}w`, `l${worlds}w`];
      const inOrder = arrivals
        .filter(isMapping)
        .sort((a, b) => ('mapping' in a && 'mapping' in b ? a.mapping - b.mapping : 0));
      await Promise.all([
        play([...inOrder, ...arrivals.filter((arrival) => !isMapping(arrival))], [], facts, named),
        play(arrivals, joined, facts, late),
      ]);
      expect(await stateOf(late)).toBe(await stateOf(named));
      const counted = await database.pool.query(
        `select from unattributed_signals where reason = 'unknown_account' and source like '%-' || $1`,
        [late],
      );
      waited += counted.rowCount ?? 0;
    }),
    { numRuns: HISTORIES },
  );
  // The test says something only if facts did wait.
  expect(waited).toBeGreaterThan(HISTORIES / 2);
});
