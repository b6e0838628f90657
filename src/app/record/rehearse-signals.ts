import { AppError } from '../../lib/errors.ts';
import { isUnavailable } from '../../store/pg-errors.ts';
import { inRehearsal } from '../../store/rehearsal.ts';
import type { Context } from '../context.ts';
import { type RecordOutcome, type RecordSignals, recordSignals } from './record-signals.ts';

/**
 * Stores signals as `recordSignals` does and takes everything back: says what would have become of each, and keeps
 * nothing, no freshness of their source either.
 * @throws AppError `unavailable` when the database cannot be reached or used.
 */
export async function rehearseSignals({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: RecordSignals;
}): Promise<RecordOutcome[]> {
  try {
    return await inRehearsal(ctx.db, (tx) => recordSignals({ ctx: { ...ctx, db: tx }, input }));
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (isUnavailable(error)) {
      throw new AppError('unavailable', 'The database cannot be used right now. Try it again later.', { cause: error });
    }
    // A value that the database refuses spoils the transaction, and there is no second try in it.
    const message = 'the database refuses a value of this sample';
    return input.signals.map(() => ({ status: 'rejected', code: 'not_storable', message }));
  }
}
