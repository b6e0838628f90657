import { z } from 'zod';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { assess } from '../../src/domain/assess.ts';
import type { Band } from '../../src/domain/assessment.ts';
import { addDays } from '../../src/domain/day.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { fleetFactor } from '../../src/domain/health/fleet-factor.ts';
import { type PublishedAssessment, toPublished } from '../../src/domain/published.ts';
import type { Signal } from '../../src/domain/signal.ts';
import { startOfLocalDay } from '../../src/lib/local-time.ts';
import { type Db, rows } from '../../src/store/db.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { testContext } from '../support/context.ts';
import { DELIVERIES, type Delivery } from './deliveries.ts';
import { oracleFacts } from './facts.ts';
import type { Frame, Surroundings } from './frame.ts';
import type { History, Place } from './histories.ts';
import { oraclePublished } from './published.ts';
import { oracleFleetFactor } from './score.ts';
import { signalsOf } from './signals-of.ts';

export const RATES = { EUR: '1.08', JPY: '0.0067' } as const;
/** The day itself, and one in the past from the same data. */
export const DAYS_BACK = [0, 9];
/** The name of the account is no matter of numbers. */
const ANY = 'any';
const MOST_PER_CALL = 8000;
const HOURS_LATER = 30 * 3_600_000;
const BANDS: readonly (Band | null)[] = [null, 'CRITICAL', 'WARN', 'ok', 'healthy', 'champion'];

export interface Group {
  readonly name: string;
  readonly place: Place;
  readonly histories: readonly History[];
  /** Whether error and ticket sources are connected in the database. */
  readonly connected: boolean;
}

/** Where product and oracle differ: a field of one history, in one order of delivery, on one day. */
export interface Difference {
  readonly history: number;
  readonly delivery: string;
  readonly day: string;
  readonly field: string;
  readonly product: unknown;
  readonly oracle: unknown;
}

export interface Outcome {
  /** Histories times deliveries times days that were compared as a whole. */
  readonly compared: number;
  /** Those of them that had a score. */
  readonly scored: number;
  readonly differences: readonly Difference[];
}

type OracleFacts = typeof oracleFacts;

/** What a control changes. */
export interface Changed {
  /** Another oracle. */
  readonly facts?: OracleFacts;
  /** Other ways in which the signals arrive. */
  readonly deliveries?: readonly Delivery[];
}

/** Sends every history in every order, each to an account of its own, and compares what the product makes of it. */
export async function runGroup(db: Db, group: Group, changed: Changed = {}): Promise<Outcome> {
  const { deliveries = DELIVERIES, facts = oracleFacts } = changed;
  const days = DAYS_BACK.map((back) => expectations(group, addDays(group.place.day, -back), facts));
  const outcomes: Outcome[] = [];
  for (const [order, delivery] of deliveries.entries()) {
    const sent: Sent = { delivery, keyOf: (history) => `${group.name}-${String(history).padStart(5, '0')}-${order}` };
    await deliver(db, group, sent);
    for (const expected of days) outcomes.push(await compareDay(db, group, sent, expected));
  }
  return {
    compared: outcomes.reduce((sum, { compared }) => sum + compared, 0),
    scored: outcomes.reduce((sum, { scored }) => sum + scored, 0),
    differences: outcomes.flatMap(({ differences }) => differences),
  };
}

interface Expected {
  readonly history: number;
  readonly around: Surroundings;
  readonly facts: AccountFacts;
  readonly published: PublishedAssessment;
}

interface ExpectedDay {
  readonly day: string;
  readonly fleetFactor: number;
  readonly accounts: readonly Expected[];
}

/** What the oracle says of a day; it does not depend on the delivery, so it is asked once. */
function expectations({ place, histories, connected }: Group, day: string, oracle: OracleFacts): ExpectedDay {
  const frame: Frame = {
    day,
    timeZone: place.timeZone,
    reportingCurrency: 'USD',
    rates: RATES,
    errorsConnected: connected,
    ticketsConnected: connected,
  };
  const known = histories.flatMap((history, index) => {
    const signals = signalsOf(history, ANY, place);
    return signals.length === 0 ? [] : [{ history: index, facts: oracle(ANY, signals, frame) }];
  });
  const fleetFactor = oracleFleetFactor(known.map(({ facts }) => facts));
  const accounts = known.map(({ history, facts }) => {
    const around = {
      fleetFactor: history % 2 === 0 ? fleetFactor : 1000,
      previousBand: BANDS[history % BANDS.length] ?? null,
      reportingCurrency: 'USD',
    };
    return { history, around, facts, published: oraclePublished(facts, around) };
  });
  return { day, fleetFactor, accounts };
}

interface Sent {
  readonly delivery: Delivery;
  /** Account of a history. */
  readonly keyOf: (history: number) => string;
}

async function deliver(db: Db, group: Group, { delivery, keyOf }: Sent): Promise<void> {
  const { day, timeZone } = group.place;
  const now = new Date(startOfLocalDay(day, timeZone).getTime() + HOURS_LATER);
  const ctx = testContext(db, { timeZone, now: () => now });
  const turns: Signal[][] = [];
  for (const [place, history] of group.histories.entries()) {
    const signals = signalsOf(history, keyOf(place), group.place);
    for (const [turn, batch] of delivery.batches(signals, place).entries()) {
      turns[turn] = [...(turns[turn] ?? []), ...batch];
    }
  }
  for (const signals of turns) {
    for (let done = 0; done < signals.length; done += MOST_PER_CALL) {
      // A source of its own, so that groups that run at the same time do not wait for one another.
      const input = { source: group.name, signals: signals.slice(done, done + MOST_PER_CALL) };
      const refused = (await recordSignals({ ctx, input })).find(({ status }) => status === 'rejected');
      if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
    }
  }
}

const numberSchema = z.strictObject({ account_id: z.int(), external_id: z.string() });

async function compareDay(db: Db, group: Group, { delivery, keyOf }: Sent, expected: ExpectedDay): Promise<Outcome> {
  const { day, accounts } = expected;
  const keys = accounts.map(({ history }) => keyOf(history));
  const text = 'select account_id, external_id from account_keys where external_id = any ($1::text[])';
  const numbers = await rows(db, numberSchema, text, [keys]);
  const options = { day, timeZone: group.place.timeZone, reportingCurrency: 'USD' };
  const known = await loadFacts(db, { ...options, accountNos: numbers.map(({ account_id }) => account_id) });
  const found = new Map(known.map(({ facts }) => [facts.account_id, facts]));
  const differences: Difference[] = [];
  const factor = fleetFactor([...found.values()], BALANCED);
  const differ = (history: number, different: readonly Unequal[]): void => {
    for (const [field, product, oracle] of different) {
      differences.push({ history, delivery: delivery.name, day, field, product, oracle });
    }
  };
  if (factor !== expected.fleetFactor) differ(-1, [['fleet factor', factor, expected.fleetFactor]]);
  for (const [place, account] of accounts.entries()) {
    const facts = found.get(keys[place] ?? '');
    if (facts === undefined) differ(account.history, [['account', null, keys[place]]]);
    else differ(account.history, differencesOf(facts, account));
  }
  const scored = accounts.filter(({ published }) => published.score !== null).length;
  return { compared: accounts.length, scored, differences };
}

type Unequal = readonly [field: string, product: unknown, oracle: unknown];

/** Same facts are assessed once: usually they are the same in every order of delivery. */
const assessed = new WeakMap<Expected, { readonly facts: string; readonly published: PublishedAssessment }>();

function differencesOf(found: AccountFacts, account: Expected): Unequal[] {
  const product = { ...found, account_id: ANY, past_due_days: found.past_due_days ?? 0 };
  const facts = JSON.stringify(product);
  const before = assessed.get(account);
  const around = { health: BALANCED, utilization: UTILIZATION_DEFAULTS, ...account.around };
  const published = before?.facts === facts ? before.published : toPublished(assess(product, around));
  assessed.set(account, { facts, published });
  return [...unequal({ ...product }, { ...account.facts }), ...unequal({ ...published }, { ...account.published })];
}

function unequal(product: Readonly<Record<string, unknown>>, oracle: Readonly<Record<string, unknown>>): Unequal[] {
  return Object.entries(oracle).flatMap(([field, value]): Unequal[] =>
    JSON.stringify(product[field] ?? null) === JSON.stringify(value ?? null) ? [] : [[field, product[field], value]],
  );
}
