import { z } from 'zod';

/** Events of one request. */
export const BATCH = 500;
/** Of so many events one is bad. */
export const ONE_IN = 100;

type Fields = Readonly<Record<string, string>>;

/** What a sender may get wrong: fields of an event, or a whole text, and how the answer begins after the index. */
export type Poison = readonly [name: string, bad: Fields | string, answer: string];

export const summarySchema = z.strictObject({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(z.strictObject({ index: z.int(), code: z.string(), message: z.string() })),
});

/** The JSON of an event, with some of its fields written as given: not every text can be written by `JSON.stringify`. */
export function eventText(id: string, at: Date, fields: Fields = {}): string {
  const usual = {
    event: '"login"',
    timestamp: `"${at.toISOString()}"`,
    account_id: '"acme"',
    user_id: '"u1"',
    message_id: `"${id}"`,
  };
  return `{${Object.entries({ ...usual, ...fields }).map(([key, value]) => `"${key}":${value}`)}}`;
}

/** The JSON of an event with this wrong in it. */
export function poisonText([, bad]: Poison, id: string, at: Date): string {
  return typeof bad === 'string' ? bad : eventText(id, at, bad);
}

export interface PoisonedBatch {
  readonly texts: readonly string[];
  /** Ids of the good ones. */
  readonly good: readonly string[];
  /** What is wrong, by index. */
  readonly bad: ReadonlyMap<number, Poison>;
}

/** A batch with bad events at these places. */
export function poisonedBatch(run: string, at: Date, bad: ReadonlyMap<number, Poison>): PoisonedBatch {
  const idOf = (place: number): string => `${run}-${place}`;
  const places = Array.from({ length: BATCH }, (_, place) => place);
  const texts = places.map((place) => {
    const poison = bad.get(place);
    return poison === undefined ? eventText(idOf(place), at) : poisonText(poison, idOf(place), at);
  });
  return { texts, good: places.filter((place) => !bad.has(place)).map(idOf), bad };
}

/** What is wrong with an answer that has to store the good, here or before, and to name each bad one with its reason. */
export function batchProblems(
  { bad, good }: PoisonedBatch,
  { status, text }: { readonly status: number; readonly text: string },
  already = false,
): string[] {
  if (status !== 207) return [`answered ${status} instead of 207: ${text.slice(0, 200)}`];
  const { accepted, duplicates, rejected } = summarySchema.parse(JSON.parse(text));
  const [stored, other] = already ? [duplicates, accepted] : [accepted, duplicates];
  const named = new Map(rejected.map(({ index, message }) => [index, message]));
  const unnamed = [...bad].flatMap(([index, [name, , answer]]) => {
    const message = named.get(index);
    if (message === undefined) return [`${name}: is not named`];
    return message.startsWith(`events[${index}]${answer}`) ? [] : [`${name}: is told "${message.slice(0, 100)}"`];
  });
  return [
    ...unnamed,
    ...(named.size === bad.size && rejected.length === bad.size ? [] : [`${rejected.length} were named`]),
    ...(stored === good.length && other === 0 ? [] : [`${stored} of ${good.length} good events were stored`]),
  ];
}

const long = (bytes: number) => `"${'x'.repeat(bytes)}"`;
const nested = (levels: number) => `${'{"a":'.repeat(levels)}"]}, \\"[{"${'}'.repeat(levels)}`;
const seats = (count: string) => ({ event: '"seat_count_set"', properties: `{"seat_count":${count},"mrr":10}` });

export const POISON: readonly Poison[] = [
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
  ['200 properties', { properties: `{${Array.from({ length: 200 }, (_, n) => `"k${n}":0`)}}` }, ': an object has more'],
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
