import type { ActivitySignal, Signal, UserSignal } from '../../src/domain/signal.ts';

/** Ids are exact; e-mail addresses are the same in any spelling. */
export function personKey(key: string): string {
  return key.includes('@') ? key.trim().toLowerCase() : key;
}

/**
 * Who is who: a profile with an id and an e-mail address makes one person of both and of whoever was known by either.
 * The name of a person is the id, or the first of the addresses while no profile gives an id.
 */
export function identities(signals: readonly Signal[]): (key: string) => string {
  let people: Set<string>[] = [];
  for (const signal of signals) {
    if (signal.kind !== 'user' || signal.email === undefined) continue;
    const keys = [personKey(signal.userKey), personKey(signal.email)];
    const known = people.filter((person) => keys.some((key) => person.has(key)));
    people = people.filter((person) => !known.includes(person));
    people.push(new Set([...keys, ...known.flatMap((person) => [...person])]));
  }
  const names = new Map<string, string>();
  for (const person of people) {
    const sorted = [...person].sort();
    const name = sorted.find((key) => !key.includes('@')) ?? sorted[0];
    for (const key of person) names.set(key, name ?? key);
  }
  return (key) => names.get(personKey(key)) ?? personKey(key);
}

/** Activity counts when a person did it who, as the newest profile says, counts for a seat. */
export function eligibleActivity(signals: readonly Signal[]): { readonly person: string; readonly at: Date }[] {
  const nameOf = identities(signals);
  const profiles = signals.filter((signal): signal is UserSignal => signal.kind === 'user');
  const decided = new Map<string, boolean>();
  const counts = (person: string): boolean => {
    const known = decided.get(person);
    if (known !== undefined) return known;
    const said = profiles.filter((profile) => nameOf(profile.userKey) === person && profile.counts !== undefined);
    said.sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime());
    decided.set(person, said[0]?.counts ?? true);
    return said[0]?.counts ?? true;
  };
  const events = once(signals.filter((signal): signal is ActivitySignal => signal.kind === 'activity'));
  return events.flatMap(({ actor, userKey, occurredAt }) => {
    if (actor !== 'human' || userKey === null) return [];
    const person = nameOf(userKey);
    return counts(person) ? [{ person, at: occurredAt }] : [];
  });
}

/** Each event once, however often it was sent. */
export function once<T extends { readonly id: string }>(events: readonly T[]): T[] {
  return events.filter((event, place) => events.findIndex(({ id }) => id === event.id) === place);
}

/** Everybody who ever did something by hand or has a profile. */
export function knownPeople(signals: readonly Signal[]): Set<string> {
  const nameOf = identities(signals);
  const people = new Set<string>();
  for (const signal of signals) {
    if (signal.kind === 'user') people.add(nameOf(signal.userKey));
    if (signal.kind === 'activity' && signal.actor === 'human' && signal.userKey !== null) {
      people.add(nameOf(signal.userKey));
    }
  }
  return people;
}
