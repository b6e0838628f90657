import { judgePolished, type PolishPrompt, polishPrompt } from '../../email/polish.ts';
import type { Context } from '../context.ts';
import { type DraftEmailInput, type EmailDraft, prepareDraft } from './draft-email.ts';

/** Asks a language model once. @throws AppError `unavailable` when no answer came. */
export type Rewrite = (prompt: PolishPrompt) => Promise<string>;

export type PolishOutcome =
  | {
      readonly state: 'polished';
      /** The template's draft, which stays what it is until a person takes the other wording. */
      readonly draft: EmailDraft;
      readonly subject: string;
      readonly body: string;
    }
  /** An answer came and was refused; it is shown to nobody. */
  | { readonly state: 'refused'; readonly reasons: readonly string[] };

/**
 * Another wording of a draft for a person to compare with the template's; nothing is kept or sent. The model is told
 * the facts that this reader may know and the template's text alone, and its answer passes the draft's linter first.
 * @throws AppError as `draftEmail` does, and `unavailable` when no answer came.
 */
export async function polishDraft({
  ctx,
  input,
  rewrite,
}: {
  readonly ctx: Context;
  readonly input: DraftEmailInput;
  readonly rewrite: Rewrite;
}): Promise<PolishOutcome> {
  const { draft, facts } = await prepareDraft({ ctx, input });
  const { subject, body } = draft;
  const answer = await rewrite(polishPrompt({ facts, subject, body }));
  const verdict = judgePolished({ facts, template: { subject, body }, answer });
  if (verdict.ok) return { state: 'polished', draft, subject: verdict.subject, body: verdict.body };
  ctx.log.info({ template: draft.templateId, reasons: verdict.reasons.length }, 'another wording was refused');
  return { state: 'refused', reasons: verdict.reasons };
}
