import type { ActiveDefinition } from '../../domain/active/definition.ts';
import { appendEvents } from '../../store/append-events.ts';
import type { Db } from '../../store/db.ts';
import { NOTHING } from '../../store/event-columns.ts';
import { EVENT_KIND, type EventRow, insertEvents } from '../../store/insert-events.ts';
import { findUsersByAlias } from '../../store/user-aliases.ts';
import { findDoers, type UserKey } from '../../store/users.ts';
import type { Mark } from './entry.ts';
import { type AccountPart, gatherEvents, type PersonPart } from './gather-events.ts';
import { type KnownAccount, type KnownPlan, planKnown } from './plan-known.ts';
import { doerOf } from './record-events.ts';
import { findKnownAccounts } from './resolve-accounts.ts';
import type { StoreSignals } from './store-input.ts';

const KINDS = Object.values(EVENT_KIND);

/**
 * Stores a batch that holds nothing but events of known accounts and people, which is what nearly every batch is: no
 * row of an account or a person changes, so none is locked.
 * @returns false, having stored nothing, when there is anything else to do.
 */
export async function recordKnown(tx: Db, input: StoreSignals): Promise<boolean> {
  const parts = gatherEvents(input.signals);
  if (parts === null) return false;
  const accounts = await knownAccounts(tx, parts);
  if (accounts === null || !(await findPeople(tx, accounts, input.active))) return false;
  const plan = planKnown(accounts, input);
  if (plan === null) return false;
  for (const row of plan.repeated) markRow(plan, row, 'duplicate', input.mark);
  if (input.mayAppend) input.atEnd(appendEvents(plan.columns, plan.order));
  else await compare(tx, plan, input.mark);
  return true;
}

function markRow({ events }: KnownPlan, row: number, status: 'accepted' | 'duplicate', mark: Mark): void {
  const event = events[row];
  if (event !== undefined) mark(event, status);
}

async function compare(tx: Db, plan: KnownPlan, mark: Mark): Promise<void> {
  for (const row of plan.order) markRow(plan, row, 'duplicate', mark);
  for (const { row } of await insertEvents(tx, rowsOf(plan))) markRow(plan, row, 'accepted', mark);
}

function rowsOf({ columns, events, order }: KnownPlan): (EventRow & { readonly row: number })[] {
  const optional = (value: number | undefined): number | null =>
    value === undefined || value === NOTHING ? null : value;
  return Array.from(order).flatMap((row) => {
    const signal = events[row]?.signal;
    if (signal === undefined) return [];
    const kind = KINDS.find((known) => known === columns.kind[row]) ?? EVENT_KIND.other;
    return {
      row,
      accountId: columns.accountId[row] ?? 0,
      occurredAt: signal.occurredAt,
      eventId: signal.id.toLowerCase(),
      userNo: optional(columns.userNo[row]),
      nameId: columns.nameId[row] ?? 0,
      surfaceId: optional(columns.surfaceId[row]),
      kind,
      day: columns.day[row] ?? '',
    };
  });
}

/** The accounts in the order of their numbers; null when one of them is not known. */
async function knownAccounts(tx: Db, parts: ReadonlyMap<string, AccountPart>): Promise<KnownAccount[] | null> {
  const found = await findKnownAccounts(tx, [...parts.keys()]);
  if (found.size < parts.size) return null;
  const accounts = new Map<number, KnownAccount>();
  for (const [key, account] of found) {
    const part = parts.get(key);
    if (part === undefined) continue;
    const known = accounts.get(account.account_id);
    if (known) known.parts.push(part);
    else accounts.set(account.account_id, { account, parts: [part] });
  }
  return [...accounts.values()].sort((a, b) => a.account.account_id - b.account.account_id);
}

/** Finds out who the people of the batch are; false when somebody who did something is not known. */
async function findPeople(tx: Db, accounts: readonly KnownAccount[], active: ActiveDefinition): Promise<boolean> {
  const people: PersonPart[] = [];
  const keys: UserKey[] = [];
  for (const { account, parts } of accounts) {
    for (const part of parts) {
      for (const person of part.people.values()) {
        people.push(person);
        keys.push({ accountId: account.account_id, key: person.key });
      }
    }
  }
  for (const row of await findDoers(tx, keys)) {
    const person = people[row.place - 1];
    if (person) person.doer = doerOf(row, active);
  }
  const byAddress = new Map<string, PersonPart>();
  const addresses = keys.filter((key, place) => {
    const person = people[place];
    if (person === undefined || person.doer !== undefined || !key.key.includes('@')) return false;
    byAddress.set(`${key.accountId} ${key.key}`, person);
    return true;
  });
  for (const row of await findUsersByAlias(tx, addresses)) {
    const person = byAddress.get(`${row.account_id} ${row.alias}`);
    if (person) person.doer = doerOf(row, active);
  }
  return people.every((person) => !person.acts || person.doer !== undefined);
}
