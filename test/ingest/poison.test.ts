import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { ingestOn, openIngest, postEvents } from './harness.ts';

const SIZE = 500;
/** Where the bad events are: one of a hundred, at the ends and between. */
const PLACES = [0, 99, 250, 333, 499];
const summary = z.strictObject({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(z.strictObject({ index: z.int(), code: z.string(), message: z.string() })),
});

/** The JSON of an event, with some of its fields written as given: not every text can be written by `JSON.stringify`. */
const event = (id: string, fields: Readonly<Record<string, string>> = {}): string => {
  const usual = {
    event: '"login"',
    timestamp: '"2026-02-28T09:00:00Z"',
    account_id: '"acme"',
    user_id: '"u1"',
    message_id: `"${id}"`,
  };
  return `{${Object.entries({ ...usual, ...fields }).map(([key, value]) => `"${key}":${value}`)}}`;
};
const long = (bytes: number) => `"${'x'.repeat(bytes)}"`;
const nested = (levels: number) => `${'{"a":'.repeat(levels)}"]}, \\"[{"${'}'.repeat(levels)}`;
const seats = (count: string) => ({ event: '"seat_count_set"', properties: `{"seat_count":${count},"mrr":10}` });

/** What a sender may get wrong, and how the answer begins after the index. */
const POISON: readonly (readonly [name: string, fields: Readonly<Record<string, string>> | string, answer: string])[] =
  [
    ['NUL in a key', { account_id: '"a\\u0000b"' }, '.account_id: '],
    ['NUL in a name', { event: '"a\\u0000b"' }, '.event: '],
    ['NUL in a property', { properties: '{"a":["\\u0000"]}' }, '.properties.a.0: '],
    ['NUL in the name of a property', { properties: '{"a\\u0000":1}' }, ': properties, a key: '],
    ['half a character in a key', { user_id: '"\\ud83d"' }, '.user_id: '],
    ['half a character in a property', { properties: '{"a":"\\udc00x"}' }, '.properties.a: '],
    ['an account id of 2.8 kB', { account_id: long(2800) }, '.account_id: '],
    ['a user id of 2.8 kB', { user_id: long(2800) }, '.user_id: '],
    ['an event name of 2.8 kB', { event: long(2800) }, '.event: '],
    ['a message id of 2.8 kB', { message_id: long(2800) }, '.message_id: '],
    ['an event of 40 kB', { properties: `{"a":${long(40_000)}}` }, ': '],
    ['the year 300000', { timestamp: '"+300000-01-01T00:00:00Z"' }, '.timestamp: '],
    ['the first instant of JavaScript', { timestamp: '"-271821-04-20T00:00:00Z"' }, '.timestamp: '],
    ['infinity', { timestamp: '"infinity"' }, '.timestamp: '],
    ['now', { timestamp: '"now"' }, '.timestamp: '],
    ['yesterday', { timestamp: '"yesterday"' }, '.timestamp: '],
    ['a date of an unknown order', { timestamp: '"01/02/2026"' }, '.timestamp: '],
    ['a time of no zone', { timestamp: '"2026-02-28T09:00:00"' }, '.timestamp: '],
    ['30 February', { timestamp: '"2026-02-30T09:00:00Z"' }, '.timestamp: '],
    ['a number for a time', { timestamp: '1772269200' }, '.timestamp: '],
    ['2^63 seats', seats('9223372036854775808'), '.properties.seat_count: '],
    ['1e400 seats', seats('1e400'), '.properties.seat_count: '],
    ['half a seat', seats('0.5'), '.properties.seat_count: '],
    ['fewer than no seats', seats('-1'), '.properties.seat_count: '],
    ['2^31 seats', seats('2147483648'), '.properties.seat_count: '],
    ['40 levels', { properties: nested(40) }, ': nested deeper than 32 levels'],
    ['10,000 levels', { properties: nested(10_000) }, ': nested deeper than 32 levels'],
    ['31 levels, which are 33 of the body', nested(31), ': nested deeper than 32 levels'],
    [
      '200 properties',
      { properties: `{${Array.from({ length: 200 }, (_, n) => `"k${n}":0`)}}` },
      ': an object has more',
    ],
    ['no account', { account_id: 'null' }, '.account_id: '],
    ['an account of blanks', { account_id: '"  "' }, '.account_id: '],
    ['no event name', { event: 'null' }, '.event: '],
    ['an unknown actor', { actor_type: '"robot"' }, '.actor_type: '],
    ['a list for properties', { properties: '[1]' }, '.properties: '],
    ['null', 'null', ': '],
    ['a number', '1', ': '],
    ['a text', '"login"', ': '],
    ['a list', '[]', ': '],
    ['an empty object', '{}', '.event: '],
  ];

describe('bad events among good ones', () => {
  let database: TestDatabase;
  let app: Hono;
  let round = 0;
  let stored = 0;
  beforeAll(async () => {
    database = await cloneDatabase();
    app = await openIngest(database);
  });
  afterAll(() => database.close());

  const sent = async (bad: (place: number) => string) => {
    round++;
    const texts = Array.from({ length: SIZE }, (_, n) => (PLACES.includes(n) ? bad(n) : event(`${round}-${n}`)));
    const reply = await postEvents(app, `{"batch":[${texts}]}`);
    stored += SIZE - PLACES.length;
    return { status: reply.status, ...summary.parse(await reply.json()) };
  };
  const bodyOf = (poison: (typeof POISON)[number], place: number) =>
    typeof poison[1] === 'string' ? poison[1] : event(`bad-${round}-${place}`, poison[1]);
  const rows = async () => (await database.pool.query('select count(*)::int as rows from events')).rows;

  it.each(POISON)('%s: the bad are named, the good are stored', async (...poison) => {
    const { status, rejected, ...counts } = await sent((place) => bodyOf(poison, place));
    expect([status, counts]).toEqual([207, { accepted: SIZE - PLACES.length, duplicates: 0 }]);
    expect(rejected.map(({ index }) => index)).toEqual(PLACES);
    for (const { index, message } of rejected) expect(message).toContain(`events[${index}]${poison[2]}`);
    expect(await rows()).toEqual([{ rows: stored }]);
  });

  it('all kinds at once, and again: nothing is stored twice and nothing fails', async () => {
    const mixed = POISON.flatMap((poison) => [
      ...Array.from({ length: 11 }, (_, n) => event(`mixed-${poison[0]}-${n}`)),
      bodyOf(poison, 0),
    ]).filter((text) => text.length < 10_000);
    const good = mixed.filter((text) => text.includes('mixed-')).length;
    const replies = [];
    for (let turn = 0; turn < 2; turn++) {
      const reply = await postEvents(app, `[${mixed}]`);
      replies.push({ status: reply.status, ...summary.parse(await reply.json()) });
    }
    stored += good;
    const [first, second] = replies;
    expect(first).toMatchObject({ status: 207, accepted: good, duplicates: 0 });
    expect(first?.rejected).toHaveLength(mixed.length - good);
    expect(second).toEqual({ ...first, accepted: 0, duplicates: good });
    expect(await rows()).toEqual([{ rows: stored }]);
  });

  it('a value that only the database refuses is found among five hundred', async () => {
    const ctx = testContext(database.pool);
    let requests = 0;
    const careless = ingestOn(database, {
      record: (source, signals) => {
        requests++;
        const unchecked = signals.map((signal, n) =>
          n === 333 && signal.kind === 'activity' ? { ...signal, id: 'no UUID' } : signal,
        );
        return recordSignals({ ctx, input: { source, signals: unchecked } });
      },
    });
    const reply = await postEvents(careless, `[${Array.from({ length: SIZE }, (_, n) => event(`last-${n}`))}]`);
    expect([reply.status, requests]).toEqual([207, 1]);
    const { accepted, rejected } = summary.parse(await reply.json());
    expect([accepted, rejected.map(({ index, code }) => [index, code])]).toEqual([SIZE - 1, [[333, 'not_storable']]]);
    expect(await rows()).toEqual([{ rows: stored + SIZE - 1 }]);
  });
});
