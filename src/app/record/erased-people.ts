import { personKey } from '../../domain/erasure/erased-key.ts';
import type { Signal } from '../../domain/signal.ts';
import type { Db } from '../../store/db.ts';
import { findErased } from '../../store/erasure/tombstones.ts';
import type { Entry, PositionedSignal } from './entry.ts';
import { findPerson, type UserDirectory } from './user-directory.ts';

/** Why a signal of a person who was forgotten is refused. */
export const ERASED_PERSON = {
  code: 'erased',
  message: 'user_id: this person was forgotten; stop sending them',
} as const;

/**
 * Places of the signals that would bring somebody back who was forgotten. Only keys that nobody has are looked up, which
 * is true of all whom we forgot. Comes after the locks on accounts, so that nobody is forgotten meanwhile.
 */
export async function erasedPeople(
  tx: Db,
  entries: readonly Entry[],
  directory: UserDirectory,
  awaiting: readonly PositionedSignal[],
): Promise<ReadonlySet<number>> {
  const wanted = new Map<number, string[]>();
  for (const { accountId, position, signal } of entries) {
    const unknown = keysOf(signal).filter((key) => findPerson(directory, accountId, key) === undefined);
    if (unknown.length > 0)
      wanted.set(
        position,
        unknown.flatMap((key) => [personKey(key, null), personKey(key, accountId)]),
      );
  }
  for (const { position, signal } of awaiting) {
    wanted.set(
      position,
      keysOf(signal).map((key) => personKey(key, null)),
    );
  }
  const erased = await findErased(tx, [...wanted.values()].flat());
  if (erased.size === 0) return new Set();
  return new Set([...wanted].flatMap(([position, keys]) => (keys.some((key) => erased.has(key)) ? [position] : [])));
}

/** Ids and addresses that a signal would make known; an error or a program makes nobody known. */
function keysOf(signal: Signal): string[] {
  switch (signal.kind) {
    case 'activity':
      return signal.actor === 'human' && signal.userKey !== null ? [signal.userKey] : [];
    case 'user':
      return [signal.userKey, ...(signal.email === undefined ? [] : [signal.email])];
    case 'nps':
      return [signal.userKey];
    case 'contact':
      return [signal.contactId, signal.email, signal.userKey].filter((key) => key !== null);
    default:
      return [];
  }
}
