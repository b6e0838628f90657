import type { ActiveDefinition } from '../../domain/active/definition.ts';
import { appendEvents } from '../../store/append-events.ts';
import type { Db } from '../../store/db.ts';
import { insertEvents } from '../../store/insert-events.ts';
import { findUsersByAlias } from '../../store/user-aliases.ts';
import { findDoers, type UserKey } from '../../store/users.ts';
import { type AccountPart, gatherEvents, type PersonPart } from './gather-events.ts';
import { type KnownAccount, planKnown } from './plan-known.ts';
import { type Doer, doerOf } from './record-events.ts';
import { findKnownAccounts } from './resolve-accounts.ts';
import type { StoreSignals } from './store-input.ts';

/**
 * Stores a batch that holds nothing but events of known accounts and people, which is what nearly every batch is: no
 * row of an account or a person changes, so none is locked.
 * @returns false, having stored nothing, when there is anything else to do.
 */
export async function recordKnown(tx: Db, input: StoreSignals): Promise<boolean> {
  const parts = gatherEvents(input.signals);
  if (parts === null) return false;
  const accounts = await knownAccounts(tx, parts);
  if (accounts === null) return false;
  const doers = await findPeople(tx, accounts, input.active);
  const planned = doers && planKnown(accounts, doers, input);
  if (planned === null) return false;
  const { events, repeated } = planned;
  for (const event of repeated) input.mark(event, 'duplicate');
  if (input.mayAppend) {
    await appendEvents(tx, events);
    for (const event of events) input.mark(event, 'accepted');
    return true;
  }
  for (const event of events) input.mark(event, 'duplicate');
  for (const event of await insertEvents(tx, events)) input.mark(event, 'accepted');
  return true;
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

/** Who the people of the batch are; null when somebody who did something is not known. */
async function findPeople(
  tx: Db,
  accounts: readonly KnownAccount[],
  active: ActiveDefinition,
): Promise<ReadonlyMap<PersonPart, Doer> | null> {
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
  const doers = new Map<PersonPart, Doer>();
  const enter = (person: PersonPart | undefined, row: Parameters<typeof doerOf>[0]): void => {
    if (person) doers.set(person, doerOf(row, active));
  };
  for (const row of await findDoers(tx, keys)) enter(people[row.place - 1], row);
  if (doers.size === people.length) return doers;
  const byAddress = new Map<string, PersonPart>();
  const addresses = keys.filter((key, place) => {
    const person = people[place];
    if (person === undefined || !key.key.includes('@') || doers.has(person)) return false;
    byAddress.set(`${key.accountId} ${key.key}`, person);
    return true;
  });
  for (const row of await findUsersByAlias(tx, addresses)) enter(byAddress.get(`${row.account_id} ${row.alias}`), row);
  return people.some((person) => person.acts && !doers.has(person)) ? null : doers;
}
