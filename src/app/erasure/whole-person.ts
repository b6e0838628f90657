import type { Db } from '../../store/db.ts';
import type { OwnedKey } from '../../store/erasure/erase-person.ts';
import {
  type ErasedContact,
  type ErasedUser,
  findContactsByKeys,
  findUsersByKeys,
} from '../../store/erasure/find-person.ts';

/** Everything that one person is called, and where. */
export interface WholePerson {
  /** The same keys, each with where it is theirs: the given ones first. */
  readonly owned: readonly OwnedKey[];
  /** Ids and addresses, the given one first. */
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly users: readonly ErasedUser[];
  readonly contacts: readonly ErasedContact[];
  readonly accountNos: readonly number[];
}

/** Ids lead to addresses and addresses to ids; a longer chain would be no person any more. */
const ROUNDS = 3;

/** What somebody is asked for by, which means them wherever it is found. */
export function asked(id: string): OwnedKey {
  return { key: keyOf(id), accountNo: null };
}

/**
 * Finds a person by ids and e-mail addresses: users, and contacts of the same address, also of other accounts. An
 * address that they turn out to have is theirs everywhere; an id only in the account where it is theirs, because in
 * another one the same id may be somebody else's.
 * @param accountNo null: in every account
 */
export async function wholePerson(db: Db, given: readonly OwnedKey[], accountNo: number | null): Promise<WholePerson> {
  const owned = new Map(given.map((one) => [placeOf(one), one]));
  let users: ErasedUser[] = [];
  let contacts: ErasedContact[] = [];
  for (let round = 0, known = 0; round < ROUNDS && owned.size > known; round++) {
    known = owned.size;
    const keys = keysIn(owned.values());
    const isTheirs = (one: OwnedKey) => owned.has(placeOf(one)) || owned.has(placeOf({ ...one, accountNo: null }));
    users = (await findUsersByKeys(db, keys, accountNo)).filter((row) => keysOfUser(row).some(isTheirs));
    contacts = (await findContactsByKeys(db, keys, accountNo)).filter((row) => keysOfContact(row).some(isTheirs));
    for (const one of [...users.flatMap(keysOfUser), ...contacts.flatMap(keysOfContact)]) {
      if (!isTheirs(one)) owned.set(placeOf(one), one);
    }
  }
  const names = [...users, ...contacts].flatMap(({ name }) => (name === null ? [] : [name]));
  return {
    owned: [...owned.values()],
    keys: keysIn(owned.values()),
    names: [...new Set(names)],
    users,
    contacts,
    accountNos: [...new Set([...users, ...contacts].map((row) => row.account_no))].sort((a, b) => a - b),
  };
}

function placeOf({ accountNo, key }: OwnedKey): string {
  return `${accountNo ?? '*'} ${key}`;
}

function keysIn(owned: Iterable<OwnedKey>): string[] {
  return [...new Set([...owned].map(({ key }) => key))];
}

function keyOf(key: string): string {
  return key.includes('@') ? key.trim().toLowerCase() : key;
}

function keysOfUser({ account_no: accountNo, aliases, email, external_id: id }: ErasedUser): OwnedKey[] {
  return ownedKeys(accountNo, [id, email, ...aliases]);
}

function keysOfContact({
  account_no: accountNo,
  contact_id: id,
  email,
  user_external_id: user,
}: ErasedContact): OwnedKey[] {
  return ownedKeys(accountNo, [id, email, user]);
}

function ownedKeys(accountNo: number, keys: readonly (string | null)[]): OwnedKey[] {
  return keys.flatMap((key) =>
    key === null ? [] : [{ key: keyOf(key), accountNo: key.includes('@') ? null : accountNo }],
  );
}
