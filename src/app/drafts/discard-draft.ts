import { deleteKeptDraft } from '../../store/kept-drafts.ts';
import type { Context } from '../context.ts';
import { accountOf } from '../judgements/judge.ts';
import type { KeptDraftInput } from './kept-draft.ts';

/**
 * Throws a kept text away; a second time changes nothing.
 * @throws AppError `not_found` for an unknown account.
 */
export async function discardDraft({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: KeptDraftInput;
}): Promise<{ readonly state: 'changed' | 'unchanged' }> {
  const { accountNo } = await accountOf(ctx, input.accountId);
  return { state: (await deleteKeptDraft(ctx.db, { ...input, accountNo })) ? 'changed' : 'unchanged' };
}
