import type { ContactPause } from '../../domain/contact-pause.ts';
import { cleanDraft } from '../../email/clean-text.ts';
import { AppError } from '../../lib/errors.ts';
import { loadContacts } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
import { deleteKeptDraft } from '../../store/kept-drafts.ts';
import { insertOutreach, lockOutreach } from '../../store/outreach.ts';
import { accountNosOf } from '../accounts/account-nos.ts';
import type { Context } from '../context.ts';
import { lineOfText } from '../judgements/check-input.ts';
import { contactPausesOf } from './contact-pauses.ts';

export interface OutreachInput {
  readonly accountId: string;
  readonly bucket: string;
  readonly persona: string;
  readonly templateId: string;
  /** The contact it went to; null: somebody whom the account's contacts do not name. */
  readonly contactId: string | null;
  readonly recipient: string | null;
  readonly subject: string;
  readonly body: string;
  /** Why it was sent although the account was to be left alone; null: nobody gave a reason. */
  readonly overrideReason: string | null;
  /** Slack user id of who sent it. */
  readonly actor: string;
}

/**
 * Keeps a text that a person says to have sent, with a line in the audit; their draft of it is dropped.
 * @throws AppError `not_found` for an unknown account, `invalid` for a text with nothing in it, `conflict` when the
 * account is to be left alone and no reason is given.
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
  const reason = input.overrideReason === null ? null : lineOfText('overrideReason', input.overrideReason);
  const [accountNo] = await accountNosOf(ctx, [accountId]);
  if (accountNo === undefined) throw new AppError('not_found', `There is no account with the id ${accountId}.`);
  return inTransaction(ctx.db, async (tx) => {
    await lockOutreach(tx, accountNo);
    await deleteKeptDraft(tx, { accountNo, author: actor, persona });
    const heldBy = await heldReasons({ ...ctx, db: tx }, accountNo, { contactId: input.contactId, reason });
    const overrideReason = heldBy.length === 0 ? null : reason;
    const row = { accountNo, bucket, persona, templateId, recipient, subject, body, sentBy: actor, sentAt: ctx.now() };
    const outreachId = await insertOutreach(tx, { ...row, heldBy, overrideReason });
    const held = overrideReason === null ? {} : { held_by: heldBy, override_reason: overrideReason };
    const detail = { outreach_id: outreachId, bucket, persona, template_id: templateId, ...held };
    await appendAudit(tx, { actor, action: 'outreach_sent', accountNo, detail });
    return { outreachId };
  });
}

/** What speaks against the mail, once somebody said why it was sent. @throws AppError `conflict` when nobody did. */
async function heldReasons(
  ctx: Context,
  accountNo: number,
  { contactId, reason }: { readonly contactId: string | null; readonly reason: string | null },
): Promise<readonly ContactPause[]> {
  const contacts = await loadContacts(ctx.db, accountNo);
  const contact = contacts.find((one) => one.contactId === contactId) ?? null;
  const pauses = await contactPausesOf(ctx, accountNo, contact);
  if (pauses.length > 0 && reason === null) {
    const texts = pauses.map(({ text }) => text).join(' ');
    throw new AppError('conflict', `overrideReason: ${texts} Press [Draft email] again and say why it was sent.`);
  }
  return pauses.map((pause) => pause.reason);
}
