import { randomUUID } from 'node:crypto';
import type { ActivitySignal } from '../../src/domain/signal.ts';

export interface BenchPerson {
  readonly accountId: number;
  readonly accountKey: string;
  readonly userNo: number;
  readonly userKey: string;
}

/** An event, both as a source would hand it over and by the numbers it is stored under. */
export interface BenchEvent {
  readonly person: BenchPerson;
  readonly nameId: number;
  readonly signal: ActivitySignal;
}

const SESSION = 8;
const SPREAD_MS = 600_000;
const NAMES = 40;
const DAY_MS = 86_400_000;

interface Moment {
  readonly person: BenchPerson;
  readonly nameId: number;
  readonly at: number;
}

/**
 * Events of sessions of eight, in the order of their time, over `days` before `end`: in a batch everybody is there
 * several times, as they are when people work. The ids differ with every call. Objects are made in their order, and ids
 * in one piece, as they are when requests arrive.
 */
export function eventStream(people: readonly BenchPerson[], count: number, end: Date, days: number): BenchEvent[] {
  const moments = sessions(people, count, end.getTime() - SPREAD_MS, days * DAY_MS - SPREAD_MS);
  moments.sort((a, b) => a.at - b.at);
  return moments.map(({ at, nameId, person }): BenchEvent => {
    const { accountKey, userKey } = person;
    // As Node makes it, it is a tree of a dozen pieces, which whoever reads it first has to put together.
    const id = Buffer.from(randomUUID(), 'latin1').toString('latin1');
    const name = `event_${nameId}`;
    const occurredAt = new Date(at);
    return { person, nameId, signal: { kind: 'activity', id, accountKey, userKey, name, actor: 'human', occurredAt } };
  });
}

function sessions(people: readonly BenchPerson[], count: number, end: number, span: number): Moment[] {
  const random = generator(count);
  const below = (limit: number): number => Math.floor(random() * limit);
  const moments: Moment[] = [];
  while (moments.length < count) {
    const person = people[below(people.length)];
    if (person === undefined) throw new Error('there is nobody to do anything');
    const start = end - below(span);
    for (let n = 0; n < SESSION && moments.length < count; n += 1) {
      moments.push({ person, nameId: 1 + below(NAMES), at: start + below(SPREAD_MS) });
    }
  }
  return moments;
}

/** Numbers in [0, 1), the same ones for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
