import type { Day } from '../../domain/day.ts';
import type { AccountDates } from '../../store/accounts-write.ts';
import { EVENT_KIND } from '../../store/insert-events.ts';
import type { AccountPart, PersonPart } from './gather-events.ts';
import { movedDates } from './moved-dates.ts';
import { type Doer, type EventFrame, type PlannedEvent, planEvent } from './record-events.ts';

/** What a batch holds of one account, which may come under several keys. */
export interface KnownAccount {
  readonly account: AccountDates;
  readonly parts: AccountPart[];
}

export interface KnownPlan {
  /** By account and event id, each once. */
  readonly events: readonly PlannedEvent[];
  /** Those that another one of the batch repeats. */
  readonly repeated: readonly PlannedEvent[];
}

/** The rows of a batch of known accounts and people; null when a date of an account moves, or a name has no number. */
export function planKnown(
  accounts: readonly KnownAccount[],
  doers: ReadonlyMap<PersonPart, Doer>,
  frame: EventFrame,
): KnownPlan | null {
  const events: PlannedEvent[] = [];
  const repeated: PlannedEvent[] = [];
  for (const known of accounts) {
    const rows = planAccount(known, doers, frame);
    if (rows === null || datesMove(known, rows, frame)) return null;
    let last = '';
    for (const row of rows) {
      (row.eventId === last ? repeated : events).push(row);
      last = row.eventId;
    }
  }
  return { events, repeated };
}

/** In the order of the ids; of equal ones, in the order of the batch. */
function planAccount(
  { account, parts }: KnownAccount,
  doers: ReadonlyMap<PersonPart, Doer>,
  frame: EventFrame,
): PlannedEvent[] | null {
  const rows: PlannedEvent[] = [];
  for (const { items } of parts) {
    for (const { person, position, signal } of items) {
      const doer = person === null ? undefined : doers.get(person);
      const row = planEvent({ position, signal, accountId: account.account_id }, doer, frame);
      if (row === null) return null;
      rows.push(row);
    }
  }
  return rows.sort((a, b) => (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : a.position - b.position));
}

function datesMove({ account, parts }: KnownAccount, rows: readonly PlannedEvent[], { dayOf }: EventFrame): boolean {
  const first = dayOf(new Date(Math.min(...parts.map((part) => part.first))));
  let active: Day | undefined;
  for (const { day, kind } of rows) {
    if (kind === EVENT_KIND.activity && (active === undefined || day < active)) active = day;
  }
  return movedDates(account, first, active) !== null;
}
