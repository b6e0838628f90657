import { AppError } from '../../lib/errors.ts';
import type { Context } from '../context.ts';
import { type DraftEmailInput, draftEmail, type EmailDraft } from './draft-email.ts';
import { type KeptDraftInput, keptDraft } from './kept-draft.ts';
import { lintDraftText } from './lint-draft-text.ts';

export interface ContinuedDraft {
  /** The draft as it is built today, with the warnings of the kept text. */
  readonly draft: EmailDraft;
  /** As it was kept. */
  readonly subject: string;
  readonly body: string;
}

/**
 * A kept text with today's account around it. A recipient who is gone since is replaced by the usual one.
 * @throws AppError `not_found` when nothing is kept any more or the account is unknown.
 */
export async function continueDraft({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: KeptDraftInput & Pick<DraftEmailInput, 'sender'>;
}): Promise<ContinuedDraft> {
  const kept = await keptDraft({ ctx, input });
  if (kept === null) {
    throw new AppError('not_found', 'This text is not kept any more. [Draft email] on the account starts a new one.');
  }
  const { accountId, body, contactId, persona, subject, templateId } = kept;
  const choice = { accountId, persona, templateId, sender: input.sender };
  const usual = await draftEmail({ ctx, input: choice });
  const isKnown = usual.contacts.some((contact) => contact.contactId === contactId);
  const draft =
    contactId === null || contactId === usual.contactId || !isKnown
      ? usual
      : await draftEmail({ ctx, input: { ...choice, contactId } });
  const text = { accountId, persona, templateId: draft.templateId, subject, body };
  return { draft: { ...draft, warnings: await lintDraftText({ ctx, input: text }) }, subject, body };
}
