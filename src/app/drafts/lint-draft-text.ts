import { allowedFacts } from '../../email/allowed-facts.ts';
import { lintDraft } from '../../email/lint-draft.ts';
import { templatesFor } from '../../email/templates/index.ts';
import { accountHealth } from '../accounts/account-health.ts';
import type { Context } from '../context.ts';
import { draftBucket, draftKnownFacts } from './draft-facts.ts';
import { draftPersona } from './draft-persona.ts';
import { draftWarnings } from './draft-warnings.ts';

/**
 * Warnings about a text that a person has edited: words a customer must not read, and numbers that are no fact for
 * this persona. `templateId` says which occasion the text is about; without it, the account's own situation.
 * @throws AppError `not_found` for an unknown account, `invalid` for an unknown persona.
 */
export async function lintDraftText({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: {
    readonly accountId: string;
    readonly persona: string;
    readonly templateId?: string | undefined;
    readonly subject: string;
    readonly body: string;
  };
}): Promise<string[]> {
  const persona = draftPersona(input.persona);
  const report = await accountHealth({ ctx, input: { accountId: input.accountId } });
  const situation = draftBucket(report);
  const template = templatesFor(situation, persona).find(({ id }) => id === input.templateId);
  const known = draftKnownFacts(report, { recipient: null, senderName: null });
  const facts = allowedFacts({ persona, bucket: template?.bucket ?? situation, known });
  return draftWarnings(lintDraft({ subject: input.subject, body: input.body, facts }));
}
