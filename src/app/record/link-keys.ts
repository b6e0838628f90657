import type { UserRow } from '../../store/users.ts';

/** Addresses beyond this are nobody's key: no event can name them. */
const MAX_ADDRESS_BYTES = 200;

/** What two keys of one profile say of who is known by them. */
export type Link<T> =
  | { readonly kind: 'new' }
  | { readonly kind: 'known'; readonly person: T }
  /** Both are one: `from` was known by addresses alone. */
  | { readonly kind: 'same'; readonly into: T; readonly from: T };

/** An e-mail address is a key that a person may share or change; any other id is theirs alone. */
export function isAddress(key: string): boolean {
  return key.includes('@');
}

/** The e-mail address of a profile as a key; null when it has none that can be one. */
export function addressKey(email: string | undefined): string | null {
  const address = email?.trim().toLowerCase() ?? '';
  return isAddress(address) && new TextEncoder().encode(address).length <= MAX_ADDRESS_BYTES ? address : null;
}

/**
 * Whom a profile is about: whoever has its id and whoever has its e-mail address are one person, unless both have an id
 * of their own. The id that is no address survives, else the first address in order: the result does not depend on
 * what arrived first.
 */
export function linkKeys<T extends { readonly row: UserRow }>(
  key: string,
  byKey: T | undefined,
  byAddress: T | undefined,
): Link<T> {
  if (byAddress === undefined || byAddress === byKey) {
    return byKey === undefined ? { kind: 'new' } : { kind: 'known', person: byKey };
  }
  const named = !isAddress(byAddress.row.external_id);
  if (byKey === undefined) return named && !isAddress(key) ? { kind: 'new' } : { kind: 'known', person: byAddress };
  if (!isAddress(byKey.row.external_id)) {
    return named ? { kind: 'known', person: byKey } : { kind: 'same', into: byKey, from: byAddress };
  }
  const survives = named || byAddress.row.external_id < byKey.row.external_id;
  return survives ? { kind: 'same', into: byAddress, from: byKey } : { kind: 'same', into: byKey, from: byAddress };
}

/** The key that names a person who is known by all of these: the id that is no address, else the first in order. */
export function namingKey(keys: readonly [string, ...string[]]): string {
  return keys.find((key) => !isAddress(key)) ?? keys.reduce((first, key) => (key < first ? key : first));
}
