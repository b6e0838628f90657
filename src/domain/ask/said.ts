import { type Token, unowned } from './ask-tokens.ts';
import { LONGEST_NAME } from './intent.ts';
import { isGlue, type Tag, tagAt } from './list-words.ts';

/** A stretch of days that a question names. */
export interface Period {
  readonly direction: 'past' | 'next' | 'this' | null;
  readonly unit: Unit;
  readonly days: number;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Everything that a question about several accounts says; each of its words is accounted for. */
export interface Said {
  readonly tags: ReadonlySet<Tag>;
  readonly period: Period | null;
  readonly points: number | null;
  /** A number that has no unit. */
  readonly number: number | null;
  readonly owner: string | null;
  readonly plan: string | null;
}

type Draft = { -readonly [Key in keyof Omit<Said, 'tags'>]: Said[Key] } & { readonly tags: Set<Tag> };

interface Question {
  readonly tokens: readonly Token[];
  readonly words: readonly string[];
  readonly said: Draft;
  /** Said last before the period that it belongs to. */
  direction: Period['direction'];
}

const NOTHING = { period: null, points: null, number: null, owner: null, plan: null };
const UNITS = ['day', 'week', 'month', 'quarter', 'year', 'points'] as const;

/** Days of a unit, counted so that none is left out: a month may have 31. */
const DAYS: Readonly<Record<Unit, number>> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };
const NUMBERS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  sixty: 60,
  ninety: 90,
};
const SUFFIXES: Readonly<Record<string, Unit | 'points'>> = {
  d: 'day',
  '-day': 'day',
  '-days': 'day',
  w: 'week',
  '%': 'points',
  pp: 'points',
  pts: 'points',
};

/** What all words together say; null where one is unknown or something is said twice. */
export function saidIn(tokens: readonly Token[]): Said | null {
  const words = tokens.map(({ word }) => unowned(word));
  const question: Question = { tokens, words, direction: null, said: { ...NOTHING, tags: new Set() } };
  for (let at = 0; at < tokens.length; ) {
    if (tokens[at]?.quoted) return null;
    const length = READERS.reduce((read, reader) => read || reader(question, at), 0);
    if (length === 0) return null;
    at += length;
  }
  const { direction, said } = question;
  return direction === null || direction === 'this' || said.period !== null ? said : null;
}

/** How many words from a place on it takes in; 0: they are none of its own, or say something a second time. */
type Reader = (question: Question, at: number) => number;

const READERS: readonly Reader[] = [readPlan, readAmount, readKnown, readOwner, readGlue];

function readPlan({ said, tokens, words }: Question, at: number): number {
  const plan = planAt(tokens, words, at);
  if (plan === null || said.plan !== null) return 0;
  said.plan = plan.name;
  return plan.length;
}

function readAmount({ direction, said, words }: Question, at: number): number {
  const amount = amountOf(words[at] ?? '');
  if (amount === null) return 0;
  const next = amount.unit === null ? tagAt(words, at + 1) : null;
  const unit = amount.unit ?? (next === null ? null : unitOf(next.tag));
  const { value } = amount;
  if (unit === 'points') {
    if (said.points !== null) return 0;
    said.points = value;
  } else if (unit === null) {
    if (said.number !== null) return 0;
    said.number = value;
  } else {
    if (said.period !== null) return 0;
    said.period = { direction, unit, days: value * DAYS[unit] };
  }
  return unit === null || next === null ? 1 : 1 + next.length;
}

function readKnown(question: Question, at: number): number {
  const { said, words } = question;
  const found = tagAt(words, at);
  if (found === null) return 0;
  const { length, tag } = found;
  const unit = unitOf(tag);
  if (tag === 'past' || tag === 'next' || tag === 'this') question.direction = tag;
  else if (unit === null || unit === 'points') said.tags.add(tag);
  else if (said.period !== null) return 0;
  else said.period = { direction: question.direction, unit, days: DAYS[unit] };
  return length;
}

function readOwner({ said, tokens }: Question, at: number): number {
  const owner = ownerOf(unowned(tokens[at]?.raw ?? ''));
  if (owner === null || said.owner !== null) return 0;
  said.owner = owner;
  return 1;
}

function readGlue({ words }: Question, at: number): number {
  return isGlue(words[at] ?? '') ? 1 : 0;
}

/** `60`, `>20%`, `<60d`, `twenty`; null for any other word. */
function amountOf(word: string): { readonly value: number; readonly unit: Unit | 'points' | null } | null {
  if (Object.hasOwn(NUMBERS, word)) return { value: NUMBERS[word] ?? 0, unit: null };
  const bare = word.startsWith('>') || word.startsWith('<') ? word.slice(1) : word;
  let end = 0;
  while (end < bare.length && '0123456789'.includes(bare.charAt(end))) end += 1;
  if (end === 0 || end > 4) return null;
  const suffix = bare.slice(end);
  if (suffix !== '' && !Object.hasOwn(SUFFIXES, suffix)) return null;
  return { value: Number(bare.slice(0, end)), unit: SUFFIXES[suffix] ?? null };
}

function unitOf(tag: Tag): Unit | 'points' | null {
  return UNITS.find((unit) => unit === tag) ?? null;
}

/** `pro plan`, `plan pro` or `plan:pro`. */
function planAt(
  tokens: readonly Token[],
  words: readonly string[],
  at: number,
): { readonly name: string; readonly length: number } | null {
  const here = words[at] ?? '';
  if (here.startsWith('plan:') && here.length > 5) return named(tokens[at]?.raw.slice(5), 1);
  if (words[at + 1] === 'plan' && isFree(words, at)) return named(tokens[at]?.raw, 2);
  if (here === 'plan' && isFree(words, at + 1)) return named(tokens[at + 1]?.raw, 2);
  return null;
}

/** No word of ours, so it may be somebody's name for a plan. */
function isFree(words: readonly string[], at: number): boolean {
  const word = words[at];
  return word !== undefined && !isGlue(word) && tagAt([word], 0) === null && amountOf(word) === null;
}

function named(raw: string | undefined, length: number): { name: string; length: number } | null {
  const name = raw?.trim() ?? '';
  const isOneWord = name !== '' && !name.includes(' ') && name.length <= LONGEST_NAME;
  return isOneWord ? { name, length } : null;
}

/** A person as Slack writes a mention, or an e-mail address. */
function ownerOf(raw: string): string | null {
  if (raw.length > LONGEST_NAME) return null;
  if (raw.startsWith('<@')) {
    const end = Math.min(...['|', '>'].map((one) => raw.indexOf(one)).filter((place) => place > 0));
    const id = Number.isFinite(end) ? raw.slice(2, end).toUpperCase() : '';
    const isId = id.length >= 3 && id.length <= 22 && 'UW'.includes(id.charAt(0));
    return isId && [...id].every((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.includes(one)) ? id : null;
  }
  const sign = raw.indexOf('@');
  return sign > 0 && raw.indexOf('.', sign) > sign + 1 && raw.indexOf('@', sign + 1) === -1 ? raw.toLowerCase() : null;
}
