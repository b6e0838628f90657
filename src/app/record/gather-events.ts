import type { ActivitySignal, ErrorSignal, Signal } from '../../domain/signal.ts';
import type { PositionedSignal } from './entry.ts';
import type { Doer } from './record-events.ts';
import { normalUserKey } from './user-directory.ts';

/** What a batch says of one person, by one key of theirs. */
export interface PersonPart {
  /** Id as it is, or e-mail address in lower case. */
  readonly key: string;
  /** Whether they did something themselves: errors alone make nobody known. */
  acts: boolean;
  /** Who they turn out to be. */
  doer: Doer | undefined;
}

export type EventSignal = ActivitySignal | ErrorSignal;

/** The product events and errors of a batch under one key of an account, in their order. */
export interface AccountPart {
  readonly key: string;
  /** The earliest instant, in milliseconds since 1970. */
  first: number;
  readonly people: Map<string, PersonPart>;
  readonly events: PositionedSignal<EventSignal>[];
  /** Of each of the events; null: nobody, or a program. */
  readonly doneBy: (PersonPart | null)[];
}

/** The batch by keys of accounts, in one pass; null when it holds anything else than product events and errors. */
export function gatherEvents(signals: readonly PositionedSignal[]): ReadonlyMap<string, AccountPart> | null {
  const parts = new Map<string, AccountPart>();
  for (const entry of signals) {
    if (!isEvent(entry)) return null;
    const { accountKey, occurredAt } = entry.signal;
    const at = occurredAt.getTime();
    let part = parts.get(accountKey);
    if (part === undefined) {
      part = { key: accountKey, first: at, people: new Map(), events: [], doneBy: [] };
      parts.set(accountKey, part);
    }
    if (at < part.first) part.first = at;
    part.events.push(entry);
    part.doneBy.push(personOf(part, entry.signal));
  }
  return parts;
}

function isEvent(entry: PositionedSignal<Signal>): entry is PositionedSignal<EventSignal> {
  return entry.signal.kind === 'activity' || entry.signal.kind === 'error';
}

function personOf({ people }: AccountPart, signal: EventSignal): PersonPart | null {
  const isAct = signal.kind === 'activity';
  if (signal.userKey === null || (isAct && signal.actor !== 'human')) return null;
  let person = people.get(signal.userKey);
  if (person === undefined) {
    person = { key: normalUserKey(signal.userKey), acts: isAct, doer: undefined };
    people.set(signal.userKey, person);
  }
  if (isAct) person.acts = true;
  return person;
}
