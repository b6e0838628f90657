import { accountName } from '../messages/account-lines.ts';
import { notice } from '../messages/notices.ts';
import { untrusted } from '../mrkdwn.ts';
import { editedText, overrideReason, readDraftState, reasonErrors } from './draft-state.ts';
import { noticeModal } from './notice-view.ts';
import type { ViewSubmission } from './view.ts';

/** [Mark as sent]: the text is kept as outreach. The recipient comes from the account's contacts, not from the modal. */
export const draftSubmission: ViewSubmission = {
  name: 'draft',
  title: 'Draft email',
  check: reasonErrors,
  run: async ({ ctx, deps, asker, request }) => {
    const { accountId, persona, templateId, contactId } = readDraftState(request.view);
    const choice = { accountId, persona, templateId, ...(contactId === null ? {} : { contactId }) };
    const draft = await deps.draftEmail({ ctx, input: { ...choice, sender: { name: asker.name } } });
    const text = editedText(request.view, draft);
    const { account, bucket, to } = draft;
    const reason = overrideReason(request.view);
    await deps.recordOutreach({
      ctx,
      input: {
        accountId: account.accountId,
        bucket,
        persona: draft.persona,
        templateId: draft.templateId,
        contactId: draft.contactId,
        recipient: to,
        overrideReason: reason,
        ...text,
        actor: asker.userId,
      },
    });
    const recipient = to === null ? '' : ` to ${untrusted(to, { max: 120 })}`;
    return noticeModal(
      'Marked as sent',
      notice(
        `✅ Recorded as sent${recipient} for *${accountName(account)}*: “${untrusted(text.subject, { max: 100 })}”.`,
      ),
    );
  },
};
