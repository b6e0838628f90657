import type { ActiveDefinition } from '../../domain/active/definition.ts';
import { isLeftOut } from '../../domain/active/eligibility.ts';
import type { Day } from '../../domain/day.ts';
import type { UserSignal } from '../../domain/signal.ts';
import type { AccountRow } from '../../store/accounts-write.ts';
import type { PersonRef } from '../../store/correct-activity.ts';
import type { Db } from '../../store/db.ts';
import type { UserRow } from '../../store/users.ts';
import { type Entry, entriesOf, type Mark } from './entry.ts';
import { addressKey, bestName, isAddress, linkKeys, type Name, nameOf } from './link-keys.ts';
import { saysTheSame, statement } from './statement.ts';
import {
  addAlias,
  addUser,
  changeUser,
  dropAlias,
  joinUsers,
  noChanges,
  type UserChanges,
  writeUserChanges,
} from './user-changes.ts';
import { findPerson, missingUsers, normalUserKey, type Person, type UserDirectory } from './user-directory.ts';

export interface ApplyUsers {
  readonly active: ActiveDefinition;
  readonly entries: readonly Entry[];
  /** As it is under the locks. */
  readonly directory: UserDirectory;
  /** Locked accounts: numbers of new users are taken from them. */
  readonly accounts: ReadonlyMap<number, AccountRow>;
  readonly replace: (row: AccountRow) => void;
  readonly dayOf: (instant: Date) => Day;
  readonly mark: Mark;
}

/**
 * Creates the people that the batch names and applies facts about them, under the locks of their accounts. A profile
 * with an id and an e-mail address makes one person of whoever was known by either.
 * @returns people who were known before and whose activity counts now, does no more, or was partly stored as another's.
 */
export async function applyUsers(tx: Db, input: ApplyUsers): Promise<PersonRef[]> {
  const { active, entries, directory, accounts, replace, dayOf, mark } = input;
  const profiles = entriesOf(entries, 'user').sort(
    (a, b) => a.signal.occurredAt.getTime() - b.signal.occurredAt.getTime(),
  );
  const changes = noChanges(directory);
  const current = new Map(accounts);
  const create = (accountId: number, key: string, seenAt: Date): Person | null => {
    const account = current.get(accountId);
    if (account === undefined) return null;
    const taken = { ...account, next_user_no: account.next_user_no + 1 };
    current.set(accountId, taken);
    replace(taken);
    return addUser(changes, judged(newUser(account, key), active), seenAt);
  };
  for (const entry of profiles) applyProfile(changes, entry, { active, create, mark });
  for (const user of missingUsers(directory, entries)) create(user.accountId, user.key, user.seenAt);
  return writeUserChanges(tx, changes, dayOf);
}

interface Applying extends Pick<ApplyUsers, 'active' | 'mark'> {
  readonly create: (accountId: number, key: string, seenAt: Date) => Person | null;
}

function applyProfile(
  changes: UserChanges,
  { position, accountId, signal }: Entry<UserSignal>,
  { active, create, mark }: Applying,
): void {
  const key = normalUserKey(signal.userKey);
  const address = addressKey(signal.email);
  const byAddress = address === null ? undefined : findPerson(changes.directory, accountId, address);
  const link = linkKeys(key, findPerson(changes.directory, accountId, key), byAddress);
  const person = personOf(changes, link) ?? create(accountId, key, signal.occurredAt);
  if (person === null) return;
  const isTheirs = address !== null && (byAddress === undefined || link.kind === 'same' || byAddress === person);
  const isNamed = nameUser(changes, person, [
    { key, stated: true },
    ...(isTheirs ? [{ key: address, stated: false }] : []),
  ]);
  const merged = judged(mergeUser(person.row, signal), active);
  const same = saysTheSame(merged, person.row);
  if (JSON.stringify(merged) !== JSON.stringify(person.row)) changeUser(changes, person, merged);
  mark({ position }, link.kind === 'known' && same && !isNamed ? 'duplicate' : 'accepted');
}

function personOf(changes: UserChanges, link: ReturnType<typeof linkKeys<Person>>): Person | null {
  if (link.kind === 'new') return null;
  if (link.kind === 'known') return link.person;
  const { from, into } = link;
  const row = joinRows(into.row, from.row);
  joinUsers(changes, from, into);
  changeUser(changes, into, row);
  return into;
}

/** Lets the person be known by all of the keys. True when that changes anything. */
function nameUser(changes: UserChanges, person: Person, names: readonly Name[]): boolean {
  const { row } = person;
  const fresh = names.filter(({ key }) => findPerson(changes.directory, row.account_id, key) !== person);
  const name = bestName([nameOf(row), ...names]);
  for (const { key } of fresh) if (key !== name) addAlias(changes, key, { person, mergedUserNo: null });
  if (name === row.external_id) return fresh.length > 0;
  dropAlias(changes, person, name);
  changeUser(changes, person, { ...row, external_id: name });
  addAlias(changes, row.external_id, { person, mergedUserNo: null });
  return true;
}

function judged(row: UserRow, active: ActiveDefinition): UserRow {
  return { ...row, excluded: isLeftOut(row, active) };
}

function newUser(account: AccountRow, key: string): UserRow {
  return {
    account_id: account.account_id,
    user_no: account.next_user_no,
    external_id: key,
    email: key.includes('@') ? key : null,
    name: null,
    role: null,
    department: null,
    seat_assigned: null,
    counts: true,
    excluded: false,
    said_at: {},
  };
}

function mergeUser(row: UserRow, signal: UserSignal): UserRow {
  const { pick, saidAt } = statement(signal.occurredAt, row.said_at);
  // The name of a person is no statement of the newest, but it counts whether an address was ever stated as one.
  if (isAddress(signal.userKey)) pick('external_id', row.external_id, row.external_id);
  return {
    ...row,
    email: pick('email', signal.email?.trim().toLowerCase(), row.email),
    name: pick('name', signal.name, row.name),
    role: pick('role', signal.role, row.role),
    department: pick('department', signal.department, row.department),
    seat_assigned: pick('seat_assigned', signal.seatAssigned, row.seat_assigned),
    counts: pick('counts', signal.counts, row.counts) ?? row.counts,
    said_at: saidAt(),
  };
}

/** What was said of two rows that are one person: of each field the newest statement. */
function joinRows(into: UserRow, from: UserRow): UserRow {
  const isNewer = (field: keyof UserRow): boolean =>
    (from.said_at[field] ?? Number.NEGATIVE_INFINITY) > (into.said_at[field] ?? Number.NEGATIVE_INFINITY);
  const of = <K extends keyof UserRow>(field: K): UserRow[K] =>
    isNewer(field) || into[field] === null ? from[field] : into[field];
  const said = Object.keys(from.said_at).map((field) => {
    return [field, Math.max(from.said_at[field] ?? 0, into.said_at[field] ?? 0)] as const;
  });
  return {
    ...into,
    email: of('email'),
    name: of('name'),
    role: of('role'),
    department: of('department'),
    seat_assigned: of('seat_assigned'),
    counts: of('counts'),
    said_at: { ...into.said_at, ...Object.fromEntries(said) },
  };
}
