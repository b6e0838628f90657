import { groupBy } from '../domain/group-by.ts';
import { arrayLiteral } from './array-literal.ts';
import { type Db, inTransaction } from './db.ts';
import type { Step } from './send-together.ts';

/** Locks rows of the account `$1`. */
export type Lock = Pick<Step, 'name' | 'text'>;

/**
 * Locks rows of accounts until the caller's transaction ends, in ascending order so that no two writers deadlock. One
 * account after the other within one round trip: a cluster locks no rows of several servers at once.
 * @param wanted for each account the other values of the lock
 */
export async function lockByAccount(
  db: Db,
  { name, text }: Lock,
  wanted: ReadonlyMap<number, readonly string[]>,
): Promise<void> {
  const sorted = [...wanted].sort(([a], [b]) => a - b);
  await inTransaction(db, async (_, atEnd) =>
    atEnd(sorted.map(([id, values]) => ({ name, text, values: [String(id), ...values] }))),
  );
}

/** Days, or parts of an account that have numbers, as the array that is `$2` of a lock. */
export function partsByAccount(
  parts: Iterable<readonly [accountId: number, part: number | string]>,
): Map<number, [parts: string]> {
  const grouped = groupBy(parts, ([accountId]) => accountId);
  return new Map([...grouped].map(([id, own]) => [id, [arrayLiteral([...new Set(own.map(([, part]) => part))])]]));
}
