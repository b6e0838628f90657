import { cleanDraft } from '../email/clean-text.ts';
import { AppError } from '../lib/errors.ts';
import { appendAudit } from '../store/audit.ts';
import { inTransaction } from '../store/db.ts';
import { insertOutreach } from '../store/outreach.ts';
import { accountNosOf } from './account-nos.ts';
import type { Context } from './context.ts';

export interface OutreachInput {
  readonly accountId: string;
  readonly bucket: string;
  readonly persona: string;
  readonly templateId: string;
  readonly recipient: string | null;
  readonly subject: string;
  readonly body: string;
  /** Slack user id of who sent it. */
  readonly actor: string;
}

/**
 * Keeps a text that a person says to have sent, with a line in the audit.
 * @throws AppError `not_found` for an unknown account, `invalid` for a text with nothing in it.
 */
export async function recordOutreach({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: OutreachInput;
}): Promise<{ readonly outreachId: string }> {
  const { accountId, actor, bucket, persona, recipient, templateId } = input;
  const { subject, body } = cleanDraft(input);
  if (subject === '' || body === '') {
    throw new AppError('invalid', 'subject and body must both hold text: write what was sent.');
  }
  const [accountNo] = await accountNosOf(ctx, [accountId]);
  if (accountNo === undefined) throw new AppError('not_found', `There is no account with the id ${accountId}.`);
  return inTransaction(ctx.db, async (tx) => {
    const row = { accountNo, bucket, persona, templateId, recipient, subject, body, sentBy: actor, sentAt: ctx.now() };
    const outreachId = await insertOutreach(tx, row);
    const detail = { outreach_id: outreachId, bucket, persona, template_id: templateId };
    await appendAudit(tx, { actor, action: 'outreach_sent', accountNo, detail });
    return { outreachId };
  });
}
