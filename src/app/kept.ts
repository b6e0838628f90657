import type { Db } from '../store/db.ts';

/**
 * Keeps what was read from a database last, for as long as the mark is the same; several that ask at once share one
 * reading, and a reading that failed is not kept.
 */
export function createKept<T>(): (db: Db, mark: string, read: () => Promise<T>) => Promise<T> {
  const kept = new WeakMap<Db, { readonly mark: string; readonly value: Promise<T> }>();
  return (db, mark, read) => {
    const known = kept.get(db);
    if (known?.mark === mark) return known.value;
    const value = read();
    kept.set(db, { mark, value });
    value.catch(() => {
      if (kept.get(db)?.value === value) kept.delete(db);
    });
    return value;
  };
}
