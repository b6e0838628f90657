import type { Signal } from '../../src/domain/signal.ts';
import { eventId } from '../app/signals.ts';

/** One way in which the same signals may arrive: a list of batches. */
export interface Delivery {
  readonly name: string;
  readonly batches: (signals: readonly Signal[], seed: number) => Signal[][];
}

/** Profiles, contacts and what billing and support say arrive long after the events they speak of. */
const LATE: Readonly<Record<Signal['kind'], number>> = {
  activity: 0,
  error: 0,
  nps: 1,
  ticket: 1,
  subscription: 1,
  contact: 2,
  user: 2,
  account: 3,
  loss: 1,
};

export const DELIVERIES: readonly Delivery[] = [
  { name: 'as it happened, at once', batches: (signals) => [byTime(signals)] },
  { name: 'the newest first', batches: (signals) => parts([...byTime(signals)].reverse(), 2) },
  { name: 'in any order', batches: (signals, seed) => parts(shuffled(signals, seed), 3) },
  {
    name: 'twice, in any order',
    batches: (signals, seed) => parts(shuffled([...signals, ...signals], seed + 1), 3),
  },
  { name: 'profiles last', batches: (signals, seed) => lateProfiles(shuffled(signals, seed + 3)) },
];

/** The same from senders that call everything new, also what they send again. */
export const WITHOUT_IDS: readonly Delivery[] = DELIVERIES.map(({ batches, name }) => ({
  name: `${name}, without ids`,
  batches: (signals, seed) => batches(signals, seed).map(calledNew),
}));

function calledNew(signals: readonly Signal[], turn: number): Signal[] {
  return signals.map((signal, place) =>
    signal.kind === 'activity' ? { ...signal, id: eventId(`${signal.accountKey} ${turn} ${place}`) } : signal,
  );
}

function byTime(signals: readonly Signal[]): Signal[] {
  return [...signals].sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
}

function lateProfiles(signals: readonly Signal[]): Signal[][] {
  return [0, 1, 2, 3].map((turn) => signals.filter(({ kind }) => LATE[kind] === turn));
}

function parts(signals: readonly Signal[], count: number): Signal[][] {
  const size = Math.ceil(signals.length / count);
  return Array.from({ length: count }, (_, place) => signals.slice(place * size, (place + 1) * size));
}

/** Fisher–Yates with a small generator of its own, so that an order can be repeated. */
function shuffled(signals: readonly Signal[], seed: number): Signal[] {
  const list = [...signals];
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  for (let last = list.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    const [a, b] = [list[last], list[other]];
    if (a && b) [list[last], list[other]] = [b, a];
  }
  return list;
}
