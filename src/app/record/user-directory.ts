import type { Signal } from '../../domain/signal.ts';
import type { Db } from '../../store/db.ts';
import { findUsers, findUsersByEmail, type UserKey, type UserRow } from '../../store/users.ts';
import type { Entry } from './entry.ts';

/** The people of a batch: by account and id, and by account and e-mail address. */
export interface UserDirectory {
  readonly byId: Map<string, UserRow>;
  readonly byEmail: Map<string, UserRow>;
}

/** Somebody who is not known yet. */
export interface MissingUser extends UserKey {
  readonly seenAt: Date;
}

/** Ids as they are; e-mail addresses in lower case, because senders spell them differently. */
export function normalUserKey(key: string): string {
  return key.includes('@') ? key.trim().toLowerCase() : key;
}

/** The user by id; an e-mail address also finds the user who has it. */
export function findUser(directory: UserDirectory, accountId: number, key: string): UserRow | undefined {
  const normal = normalUserKey(key);
  const place = `${accountId} ${normal}`;
  return directory.byId.get(place) ?? (normal.includes('@') ? directory.byEmail.get(place) : undefined);
}

/** Enters a user under id and e-mail address; of several with one address the first stays. */
export function enterUser(directory: UserDirectory, row: UserRow): void {
  directory.byId.set(`${row.account_id} ${row.external_id}`, row);
  if (row.email === null) return;
  const place = `${row.account_id} ${row.email.toLowerCase()}`;
  const holder = directory.byEmail.get(place);
  if (holder === undefined || holder.user_no === row.user_no) directory.byEmail.set(place, row);
}

/** Looks up everybody that the batch names, without locks. */
export async function openDirectory(tx: Db, entries: readonly Entry[]): Promise<UserDirectory> {
  const directory: UserDirectory = { byId: new Map(), byEmail: new Map() };
  const wanted = new Map<string, UserKey>();
  for (const { accountId, signal } of entries) {
    const named = signal.kind === 'error' ? signal.userKey : createdKey(signal);
    if (named !== null) wanted.set(`${accountId} ${named}`, { accountId, key: normalUserKey(named) });
  }
  await loadUsers(tx, directory, [...wanted.values()]);
  return directory;
}

/** Reads users by id, and those that are named by e-mail address and not found by id, by address. */
export async function loadUsers(tx: Db, directory: UserDirectory, keys: readonly UserKey[]): Promise<void> {
  for (const row of await findUsers(tx, keys)) enterUser(directory, row);
  const addresses = keys.filter(({ accountId, key }) => key.includes('@') && !findUser(directory, accountId, key));
  for (const row of await findUsersByEmail(tx, addresses)) enterUser(directory, row);
}

/** People who did something and are not known, each once, with the first time they were seen. */
export function missingUsers(directory: UserDirectory, entries: readonly Entry[]): MissingUser[] {
  const missing = new Map<string, MissingUser>();
  for (const { accountId, signal } of entries) {
    const key = createdKey(signal);
    if (key === null || findUser(directory, accountId, key)) continue;
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
