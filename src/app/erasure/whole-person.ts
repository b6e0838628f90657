import type { Db } from '../../store/db.ts';
import {
  type ErasedContact,
  type ErasedUser,
  findContactsByKeys,
  findUsersByKeys,
} from '../../store/erasure/find-person.ts';

/** Everything that one person is called, and where. */
export interface WholePerson {
  /** Ids and addresses, the given one first. */
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly users: readonly ErasedUser[];
  readonly contacts: readonly ErasedContact[];
  readonly accountNos: readonly number[];
}

/** Ids lead to addresses and addresses to ids; a longer chain would be no person any more. */
const ROUNDS = 3;

/**
 * Finds a person by an id or e-mail address: users, and contacts of the same address, also of other accounts.
 * @param accountNo null: in every account
 */
export async function wholePerson(db: Db, id: string, accountNo: number | null): Promise<WholePerson> {
  const keys = new Set([keyOf(id)]);
  let users: ErasedUser[] = [];
  let contacts: ErasedContact[] = [];
  for (let round = 0, known = 0; round < ROUNDS && keys.size > known; round++) {
    known = keys.size;
    users = await findUsersByKeys(db, [...keys], accountNo);
    contacts = await findContactsByKeys(db, [...keys], accountNo);
    for (const key of [...users.flatMap(keysOfUser), ...contacts.flatMap(keysOfContact)]) keys.add(keyOf(key));
  }
  const names = [...users, ...contacts].flatMap(({ name }) => (name === null ? [] : [name]));
  return {
    keys: [...keys],
    names: [...new Set(names)],
    users,
    contacts,
    accountNos: [...new Set([...users, ...contacts].map((row) => row.account_no))].sort((a, b) => a - b),
  };
}

function keyOf(key: string): string {
  return key.includes('@') ? key.trim().toLowerCase() : key;
}

function keysOfUser({ aliases, email, external_id: id }: ErasedUser): string[] {
  return [id, ...(email === null ? [] : [email]), ...aliases];
}

function keysOfContact({ contact_id: id, email, user_external_id: user }: ErasedContact): string[] {
  return [id, ...(email === null ? [] : [email]), ...(user === null ? [] : [user])];
}
