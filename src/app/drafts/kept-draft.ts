import { findKeptDraft, type KeptDraft } from '../../store/kept-drafts.ts';
import type { Context } from '../context.ts';
import { accountOf } from '../judgements/judge.ts';
import { keptSince } from './kept-for.ts';

export interface KeptDraftInput {
  /** The vendor's own id. */
  readonly accountId: string;
  readonly persona: string;
  /** Slack user id; nobody sees what somebody else kept. */
  readonly author: string;
}

/**
 * The text that somebody kept for a kind of reader of an account; null without one.
 * @throws AppError `not_found` for an unknown account.
 */
export async function keptDraft({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: KeptDraftInput;
}): Promise<KeptDraft | null> {
  const { accountNo } = await accountOf(ctx, input.accountId);
  return findKeptDraft(ctx.db, { ...input, accountNo }, keptSince(ctx));
}
