/** A key as it is hashed, so that the hash of one kind is never that of another. */
export type ErasedKey = string;

/** The vendor's own id of an account, or of its billing customer: as it is. */
export function accountIdKey(id: string): ErasedKey {
  return `account id ${id}`;
}

/** An alias or domain of an account, by which it is found in any spelling. */
export function accountNameKey(name: string): ErasedKey {
  return `account name ${name.toLowerCase()}`;
}

/** What another account may not be called by: ids, aliases and customers, but no domain, which a company keeps. */
export function accountCalledKey(name: string): ErasedKey {
  return `account called ${name.toLowerCase()}`;
}

/**
 * An id or e-mail address of a person.
 * @param accountId null: in every account
 */
export function personKey(key: string, accountId: number | null): ErasedKey {
  return `person ${accountId ?? '*'} ${key.includes('@') ? key.trim().toLowerCase() : key}`;
}
