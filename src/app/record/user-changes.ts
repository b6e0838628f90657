import type { Day } from '../../domain/day.ts';
import type { PersonRef } from '../../store/correct-activity.ts';
import type { Db } from '../../store/db.ts';
import { mergeUsers, type UserMerge } from '../../store/merge-users.ts';
import { type AliasRow, deleteAliases, insertAliases } from '../../store/user-aliases.ts';
import { insertUsers, type NewUser, removeUsers, type UserKey, type UserRow, updateUsers } from '../../store/users.ts';
import { enterUser, type Person, type UserDirectory } from './user-directory.ts';

interface Alias {
  readonly person: Person;
  readonly mergedUserNo: number | null;
}

/** What a batch changes about the people of locked accounts, until it is written. */
export interface UserChanges {
  readonly directory: UserDirectory;
  readonly added: Map<string, NewUser>;
  readonly changed: Map<string, UserRow>;
  readonly aliases: Map<string, Alias & { readonly accountId: number; readonly alias: string }>;
  readonly dropped: UserKey[];
  readonly merges: { readonly from: UserRow; readonly into: Person }[];
  /** People who were known before and whose activity counts now, or does no more. */
  readonly turned: Map<string, PersonRef>;
}

/** No changes yet. */
export function noChanges(directory: UserDirectory): UserChanges {
  return {
    directory,
    added: new Map(),
    changed: new Map(),
    aliases: new Map(),
    dropped: [],
    merges: [],
    turned: new Map(),
  };
}

/** Somebody new, whose number was taken from the account. */
export function addUser({ directory, added }: UserChanges, row: UserRow, seenAt: Date): Person {
  added.set(placeOf(row), { ...row, first_seen_at: seenAt });
  return enterUser(directory, row);
}

/** A person is from now on as `row` says; their number stays. */
export function changeUser({ directory, added, changed, turned }: UserChanges, person: Person, row: UserRow): void {
  const place = placeOf(row);
  const fresh = added.get(place);
  if (fresh) added.set(place, { ...row, first_seen_at: fresh.first_seen_at });
  else changed.set(place, row);
  if (!fresh && isCounted(row) !== isCounted(person.row)) turned.set(place, refOf(row));
  enterUser(directory, row);
}

/** A further address of a person. */
export function addAlias(changes: UserChanges, alias: string, of: Alias): void {
  const accountId = of.person.row.account_id;
  const place = `${accountId} ${alias}`;
  changes.aliases.set(place, { accountId, alias, ...of });
  changes.directory.byKey.set(place, of.person);
}

/** An address of a person is their id from now on. */
export function dropAlias({ aliases, dropped }: UserChanges, { row }: Person, alias: string): void {
  aliases.delete(`${row.account_id} ${alias}`);
  dropped.push({ accountId: row.account_id, key: alias });
}

/** What was done under either number belongs to `into`; what they are said to be is the caller's. */
export function joinUsers(changes: UserChanges, from: Person, into: Person): void {
  const place = placeOf(from.row);
  const wasStored = !changes.added.delete(place);
  changes.changed.delete(place);
  changes.turned.delete(place);
  if (wasStored) changes.merges.push({ from: from.row, into });
  from.joined = into;
  addAlias(changes, from.row.external_id, { person: into, mergedUserNo: wasStored ? from.row.user_no : null });
}

/**
 * Writes the changes.
 * @returns people whose stored activity has to be looked through.
 */
export async function writeUserChanges(
  tx: Db,
  changes: UserChanges,
  dayOf: (instant: Date) => Day,
): Promise<PersonRef[]> {
  const { added, changed, aliases, dropped, merges, turned } = changes;
  // First, because another may be called by the id of one who is gone.
  await removeUsers(
    tx,
    merges.map(({ from }) => from),
  );
  await insertUsers(tx, [...added.values()]);
  await updateUsers(tx, [...changed.values()]);
  const joined = merges.map(({ from, into }): UserMerge => {
    return { accountId: from.account_id, from: from.user_no, into: whoNow(into).row.user_no };
  });
  await mergeUsers(tx, joined, dayOf);
  await deleteAliases(tx, dropped);
  await insertAliases(
    tx,
    [...aliases.values()].map(({ accountId, alias, person, mergedUserNo }): AliasRow => {
      const userNo = whoNow(person).row.user_no;
      return { account_id: accountId, alias, user_no: userNo, merged_user_no: mergedUserNo };
    }),
  );
  for (const { accountId, into } of joined) turned.set(`${accountId} ${into}`, { accountId, userNo: into });
  return [...turned.values()];
}

function whoNow(person: Person): Person {
  return person.joined === null ? person : whoNow(person.joined);
}

function placeOf(row: UserRow): string {
  return `${row.account_id} ${row.user_no}`;
}

function refOf(row: UserRow): PersonRef {
  return { accountId: row.account_id, userNo: row.user_no };
}

/** Whether the sources and the configuration both let the person count. */
function isCounted({ counts, excluded }: Pick<UserRow, 'counts' | 'excluded'>): boolean {
  return counts && !excluded;
}
