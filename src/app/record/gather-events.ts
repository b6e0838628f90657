import type { ActivitySignal, ErrorSignal } from '../../domain/signal.ts';
import type { PositionedSignal } from './entry.ts';
import { normalUserKey } from './user-directory.ts';

/** What a batch says of one person, by one key of theirs. */
export interface PersonPart {
  /** Id as it is, or e-mail address in lower case. */
  readonly key: string;
  /** Whether they did something themselves: errors alone make nobody known. */
  acts: boolean;
}

export interface EventItem {
  readonly position: number;
  readonly signal: ActivitySignal | ErrorSignal;
  /** null: nobody, or a program. */
  readonly person: PersonPart | null;
}

/** The product events and errors of a batch under one key of an account, in their order. */
export interface AccountPart {
  readonly key: string;
  /** The earliest instant, in milliseconds since 1970. */
  first: number;
  readonly people: Map<string, PersonPart>;
  readonly items: EventItem[];
}

/** The batch by keys of accounts, in one pass; null when it holds anything else than product events and errors. */
export function gatherEvents(signals: readonly PositionedSignal[]): ReadonlyMap<string, AccountPart> | null {
  const parts = new Map<string, AccountPart>();
  for (const { position, signal } of signals) {
    if (signal.kind !== 'activity' && signal.kind !== 'error') return null;
    const at = signal.occurredAt.getTime();
    let part = parts.get(signal.accountKey);
    if (part === undefined) {
      part = { key: signal.accountKey, first: at, people: new Map(), items: [] };
      parts.set(part.key, part);
    }
    if (at < part.first) part.first = at;
    part.items.push({ position, signal, person: personOf(part, signal) });
  }
  return parts;
}

function personOf({ people }: AccountPart, signal: ActivitySignal | ErrorSignal): PersonPart | null {
  const isAct = signal.kind === 'activity';
  if (signal.userKey === null || (isAct && signal.actor !== 'human')) return null;
  let person = people.get(signal.userKey);
  if (person === undefined) {
    person = { key: normalUserKey(signal.userKey), acts: isAct };
    people.set(signal.userKey, person);
  }
  if (isAct) person.acts = true;
  return person;
}
