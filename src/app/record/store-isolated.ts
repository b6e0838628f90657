import type { Db } from '../../store/db.ts';
import { isDataError } from '../../store/pg-errors.ts';
import { inSavepoint } from '../../store/savepoint.ts';
import type { PositionedSignal } from './entry.ts';
import type { StoreSignals } from './store-input.ts';
import { type StoredSignals, storeSignals } from './store-signals.ts';

/**
 * Stores signals and, when the database refuses one, halves the batch until that one stands alone; the others are stored.
 * @param reject is told of each signal that is refused, with the reason
 */
export async function storeIsolated(
  tx: Db,
  work: StoreSignals,
  reject: (refused: PositionedSignal, message: string) => void,
): Promise<StoredSignals> {
  try {
    // An event that is stored already must not look like one that is refused.
    return await inSavepoint(tx, () => storeSignals(tx, { ...work, mayAppend: false }));
  } catch (error) {
    if (!isDataError(error)) throw error;
    const [first] = work.signals;
    if (first === undefined) throw error;
    if (work.signals.length === 1) {
      reject(first, `${first.signal.kind}: the database refuses a value (${String(error).slice(0, 200)})`);
      return { awaiting: [], names: [] };
    }
    const middle = work.signals.length >> 1;
    const left = await storeIsolated(tx, { ...work, signals: work.signals.slice(0, middle) }, reject);
    const right = await storeIsolated(tx, { ...work, signals: work.signals.slice(middle) }, reject);
    return { awaiting: [...left.awaiting, ...right.awaiting], names: [...left.names, ...right.names] };
  }
}
