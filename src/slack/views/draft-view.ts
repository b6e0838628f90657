import type { types } from '@slack/bolt';
import type { EmailDraft } from '../../app/draft-email.ts';
import { actionId, callbackId, inputId } from '../action-ids.ts';
import { accountName } from '../messages/account-lines.ts';
import { actions, button, context, menu, plainText, section } from '../messages/layout.ts';
import { plain, plainLines, untrusted } from '../mrkdwn.ts';
import { writeDraftState } from './draft-state.ts';
import type { MailLink } from './mail-link.ts';

export interface DraftModalOptions {
  readonly revision: number;
  readonly link: MailLink;
}

/** The draft of a mail that a person edits, opens in their mail program, sends, and marks as sent. */
export function draftModal(draft: EmailDraft, { revision, link }: DraftModalOptions): types.ModalView {
  const { account, persona, templateId, contactId } = draft;
  return {
    type: 'modal',
    callback_id: callbackId('draft'),
    private_metadata: writeDraftState({ accountId: account.accountId, persona, templateId, contactId, revision }),
    title: plainText('Draft email', 24),
    submit: plainText('Mark as sent', 24),
    close: plainText('Close', 24),
    blocks: [
      section(`*${accountName(account)}* · ${recipientText(draft)}`),
      ...choices(draft),
      ...draft.warnings.slice(0, 10).map((warning) => context(`⚠ ${untrusted(warning, { max: 250 })}`)),
      textInput('subject', 'Subject', revision, plain(draft.subject, { max: 100 })),
      textInput('body', 'Text', revision, plainLines(draft.body), true),
      actions([mailButton(link), button({ action: 'draft_link', label: 'Update link and check', value: 'update' })]),
      context(hint(link)),
    ],
  };
}

function recipientText({ to, contacts, contactId }: EmailDraft): string {
  const contact = contacts.find((one) => one.contactId === contactId);
  if (to === null) return 'no address known: choose the recipient in your mail program';
  const name = contact ? `${untrusted(contact.name, { max: 40, fallback: contact.contactId })}, ` : '';
  return `to ${name}${untrusted(to, { max: 120 })}`;
}

function choices(draft: EmailDraft): types.ActionsBlock[] {
  const personas = draft.personas.map((one) => ({ label: one.replaceAll('_', ' '), value: one }));
  const templates = draft.templates.map(({ id, label }) => ({ label, value: id }));
  const contacts = draft.contacts
    .filter(({ optedOut }) => !optedOut)
    .map(({ contactId, name, persona }) => ({
      label: `${name || contactId} (${persona.replaceAll('_', ' ')})`,
      value: contactId,
    }));
  const elements = [
    menu('draft_persona', 'Written for', personas, draft.persona),
    menu('draft_template', 'Template', templates, draft.templateId),
    menu('draft_contact', 'Recipient', contacts, draft.contactId ?? undefined),
  ].filter((element) => element !== null);
  return elements.length === 0 ? [] : [actions(elements)];
}

function textInput(
  name: 'subject' | 'body',
  label: string,
  revision: number,
  text: string,
  multiline = false,
): types.InputBlock {
  return {
    type: 'input',
    block_id: `${name}:${revision}`,
    label: plainText(label, 100),
    element: {
      type: 'plain_text_input',
      action_id: inputId(name),
      multiline,
      max_length: name === 'subject' ? 200 : 3000,
      ...(text === '' ? {} : { initial_value: text }),
    },
  };
}

function mailButton({ url }: MailLink): types.Button {
  return {
    type: 'button',
    action_id: actionId('open_mail'),
    text: plainText('Open in mail app', 70),
    url,
    style: 'primary',
  };
}

function hint({ bodyOmitted }: MailLink): string {
  return bodyOmitted
    ? 'The text is too long for a link: it opens with the subject only, copy the text yourself. Nothing is sent from here.'
    : 'The link holds the text as it was last shown: after editing press [Update link and check]. Nothing is sent from here.';
}
