import { AppError } from '../../lib/errors.ts';
import { type FoundMovement, queryMovements } from '../../store/seat-ledger.ts';
import type { Context } from '../context.ts';
import { isCleanText } from '../record/check-signal.ts';

/** One way to name a movement. */
export type MovementKey =
  | { readonly sourceEventId: string }
  | { readonly idempotencyKey: string }
  /** As an invoice line names it: the last movement of the item up to the instant. */
  | { readonly item: string; readonly at: Date };

const MAX_ROWS = 500;
const MAX_LENGTH = 600;

/**
 * The seat movements that a line of an invoice comes from, with the movements that they correct or are corrected by
 * (`matched` false), oldest first within each account; of any account, at most 500.
 * @throws AppError `invalid` for a key that cannot be one, `not_found` when it leads to none.
 */
export async function findMovements({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: MovementKey;
}): Promise<FoundMovement[]> {
  const named = 'item' in input ? input.item : 'sourceEventId' in input ? input.sourceEventId : input.idempotencyKey;
  if (named === '' || named.length > MAX_LENGTH || !isCleanText(named)) {
    throw new AppError('invalid', `The id must be a text of 1 to ${MAX_LENGTH} characters.`);
  }
  const found = await queryMovements(
    ctx.db,
    {
      event: 'sourceEventId' in input ? input.sourceEventId : null,
      key: 'idempotencyKey' in input ? input.idempotencyKey : null,
      item: 'item' in input ? input.item : null,
      at: 'item' in input ? input.at : null,
    },
    MAX_ROWS,
  );
  if (found.length > 0) return found;
  throw new AppError(
    'not_found',
    `No seat movement comes from ${named}. An event that changed no seats has none; check the id.`,
  );
}
