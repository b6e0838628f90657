import type { Signal } from '../../domain/signal.ts';
import type { Db } from '../../store/db.ts';
import { findUsersByAlias } from '../../store/user-aliases.ts';
import { findUsers, type UserKey, type UserRow } from '../../store/users.ts';
import type { Entry } from './entry.ts';
import { addressKey } from './link-keys.ts';

/** A person as they are now; several keys may lead to one. */
export interface Person {
  row: UserRow;
  /** Who this turned out to be. */
  joined: Person | null;
}

/** The people of a batch: by account and key (id or e-mail address), and by account and number. */
export interface UserDirectory {
  readonly byKey: Map<string, Person>;
  readonly byNumber: Map<string, Person>;
}

/** Somebody who is not known yet. */
export interface MissingUser extends UserKey {
  readonly seenAt: Date;
}

/** Ids as they are; e-mail addresses in lower case, because senders spell them differently. */
export function normalUserKey(key: string): string {
  return key.includes('@') ? key.trim().toLowerCase() : key;
}

/** The person who has this id or e-mail address. */
export function findPerson(directory: UserDirectory, accountId: number, key: string): Person | undefined {
  let person = directory.byKey.get(`${accountId} ${normalUserKey(key)}`);
  while (person?.joined) person = person.joined;
  return person;
}

/** The user who has this id or e-mail address, as they are now. */
export function findUser(directory: UserDirectory, accountId: number, key: string): UserRow | undefined {
  return findPerson(directory, accountId, key)?.row;
}

/** Enters a user as they are now, under their id or the given address. */
export function enterUser(directory: UserDirectory, row: UserRow, key = row.external_id): Person {
  const place = `${row.account_id} ${row.user_no}`;
  const person = directory.byNumber.get(place) ?? { row, joined: null };
  person.row = row;
  directory.byNumber.set(place, person);
  directory.byKey.set(`${row.account_id} ${key}`, person);
  return person;
}

/** Looks up everybody that the batch names, without locks. */
export async function openDirectory(tx: Db, entries: readonly Entry[]): Promise<UserDirectory> {
  const directory: UserDirectory = { byKey: new Map(), byNumber: new Map() };
  const wanted = new Map<string, UserKey>();
  for (const { accountId, signal } of entries) {
    const named = signal.kind === 'error' ? signal.userKey : createdKey(signal);
    if (named !== null) wanted.set(`${accountId} ${named}`, { accountId, key: normalUserKey(named) });
  }
  await loadUsers(tx, directory, [...wanted.values()]);
  return directory;
}

/** Reads users by id, and e-mail addresses that are nobody's id as what else they may be. */
async function loadUsers(tx: Db, directory: UserDirectory, keys: readonly UserKey[]): Promise<void> {
  const found = new Set<string>();
  for (const row of await findUsers(tx, keys)) {
    enterUser(directory, row);
    found.add(`${row.account_id} ${row.external_id}`);
  }
  const addresses = keys.filter(({ accountId, key }) => key.includes('@') && !found.has(`${accountId} ${key}`));
  for (const { alias, ...row } of await findUsersByAlias(tx, addresses)) enterUser(directory, row, alias);
}

/**
 * Looks again, under the locks of the accounts, at everybody whom profiles name and who is missing: since the first look
 * somebody may have come, or was forgotten.
 */
export async function rereadPeople(tx: Db, directory: UserDirectory, entries: readonly Entry[]): Promise<void> {
  const keys: UserKey[] = missingUsers(directory, entries).map(({ accountId, key }) => ({ accountId, key }));
  for (const { accountId, signal } of entries) {
    if (signal.kind !== 'user') continue;
    keys.push({ accountId, key: normalUserKey(signal.userKey) });
    const address = addressKey(signal.email);
    if (address !== null) keys.push({ accountId, key: address });
  }
  for (const { accountId, key } of keys) directory.byKey.delete(`${accountId} ${key}`);
  await loadUsers(tx, directory, keys);
}

/** People who did something and are not known, each once, with the first time they were seen. */
export function missingUsers(directory: UserDirectory, entries: readonly Entry[]): MissingUser[] {
  const missing = new Map<string, MissingUser>();
  for (const { accountId, signal } of entries) {
    const key = createdKey(signal);
    if (key === null || findPerson(directory, accountId, key)) continue;
    const place = `${accountId} ${normalUserKey(key)}`;
    const known = missing.get(place);
    if (known && known.seenAt <= signal.occurredAt) continue;
    missing.set(place, { accountId, key: normalUserKey(key), seenAt: signal.occurredAt });
  }
  return [...missing.values()];
}

/** A user comes into being by acting or by a profile; errors and automation create nobody. */
function createdKey(signal: Signal): string | null {
  if (signal.kind === 'activity') return signal.actor === 'human' ? signal.userKey : null;
  return signal.kind === 'user' ? signal.userKey : null;
}
