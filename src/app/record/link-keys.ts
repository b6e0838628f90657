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

/** A key that may name a person. */
export interface Name {
  readonly key: string;
  /** A profile was sent under it; other addresses are only where a person writes from. */
  readonly stated: boolean;
}

/** The key that names a person so far. */
export function nameOf({ external_id, said_at }: UserRow): Name {
  return { key: external_id, stated: said_at['external_id'] !== undefined };
}

/**
 * The key that names a person who has all of these: the id that is no address, else an address that profiles are sent
 * under, the first in order of several. So the name does not depend on what arrived first.
 */
export function bestName(names: readonly [Name, ...Name[]]): string {
  const rank = ({ key, stated }: Name): number => (isAddress(key) ? (stated ? 1 : 2) : 0);
  return names.reduce((best, name) => {
    const before = rank(name) - rank(best) || (name.key < best.key ? -1 : 1);
    return before < 0 ? name : best;
  }).key;
}

/**
 * Whom a profile is about: whoever has its id and whoever has its e-mail address are one person, unless both have an id
 * of their own.
 */
export function linkKeys<T extends { readonly row: UserRow }>(
  key: string,
  byKey: T | undefined,
  byAddress: T | undefined,
): Link<T> {
  if (byAddress === undefined || byAddress === byKey) {
    return byKey === undefined ? { kind: 'new' } : { kind: 'known', person: byKey };
  }
  const hasId = !isAddress(byAddress.row.external_id);
  if (byKey === undefined) return hasId && !isAddress(key) ? { kind: 'new' } : { kind: 'known', person: byAddress };
  if (hasId && !isAddress(byKey.row.external_id)) return { kind: 'known', person: byKey };
  const own = nameOf(byKey.row);
  const name = bestName([{ ...own, stated: own.stated || own.key === key }, nameOf(byAddress.row)]);
  return name === byKey.row.external_id
    ? { kind: 'same', into: byKey, from: byAddress }
    : { kind: 'same', into: byAddress, from: byKey };
}
