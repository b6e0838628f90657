import type { types } from '@slack/bolt';
import type { EmailDraft } from '../../app/drafts/draft-email.ts';
import { MAX_BODY, MAX_SUBJECT } from '../../email/clean-text.ts';
import { actionId, callbackId, inputId } from '../action-ids.ts';
import { accountName } from '../messages/account-lines.ts';
import { actions, button, context, menu, plainText, section } from '../messages/layout.ts';
import { cleanText, plainLines, untrusted } from '../mrkdwn.ts';
import { copyBlock, diffBlock, talkTrack } from './draft-extras.ts';
import { type DraftState, LONGEST_REASON, writeDraftState } from './draft-state.ts';
import { textInput } from './fields.ts';
import { type KeptOffer, keptOfferBlock } from './kept-offer.ts';
import type { MailLink } from './mail-link.ts';

export interface DraftModalOptions extends Pick<DraftState, 'revision' | 'objection' | 'copy' | 'polished'> {
  readonly link: MailLink;
  /** What the fields hold; the draft's own text is the template's. */
  readonly text: { readonly subject: string; readonly body: string };
  /** Why somebody writes although the account is to be left alone; null: nobody said. */
  readonly reason: string | null;
  /** Another text that was kept for this reader. */
  readonly kept: KeptOffer | null;
  /** Another wording can be asked for. */
  readonly canPolish: boolean;
}

const MOST_WARNINGS = 5;

/** The draft of a mail that a person edits, opens in their mail program, sends, and marks as sent. */
export function draftModal(draft: EmailDraft, options: DraftModalOptions): types.ModalView {
  const { account, persona, templateId, contactId, pauses } = draft;
  const { revision, objection, copy, polished, text, kept } = options;
  const state = { accountId: account.accountId, persona, templateId, contactId, revision, objection, copy, polished };
  return {
    type: 'modal',
    callback_id: callbackId('draft'),
    private_metadata: writeDraftState(state),
    title: plainText('Draft email', 24),
    submit: plainText('Mark as sent', 24),
    close: plainText(polished ? 'Keep the template' : 'Close', 24),
    blocks: [
      section(`*${accountName(account)}* · ${recipientText(draft)}`),
      // The boxes to copy take the place of the differences: both and the fields would be more than a view may hold.
      ...(polished ? (copy ? [] : [diffBlock(draft, text)]) : choices(draft)),
      ...(kept === null ? [] : [keptOfferBlock(kept)]),
      ...draft.warnings.slice(0, MOST_WARNINGS).map((warning) => context(`⚠ ${untrusted(warning, { max: 120 })}`)),
      ...pauses.map((pause) => section(`⏸ ${untrusted(pause.text, { max: 200 })}`)),
      ...(pauses.length === 0 ? [] : [reasonInput()]),
      textField('subject', 'Subject', revision, plainLines(cleanText(text.subject), MAX_SUBJECT)),
      textField('body', 'Text', revision, plainLines(text.body, MAX_BODY), true),
      actions(buttons(draft, options)),
      context(hint(draft, options)),
      ...(copy ? [copyBlock(text)] : []),
      ...(polished ? [] : talkTrack(persona, objection)),
    ],
  };
}

function recipientText({ to, contacts, contactId, pauses }: EmailDraft): string {
  const contact = contacts.find((one) => one.contactId === contactId);
  if (pauses.some(({ reason }) => reason === 'opted_out')) return 'the recipient wants no mail';
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

function reasonInput(): types.InputBlock {
  return textInput({
    name: 'reason',
    label: 'Why write all the same?',
    hint: 'Kept with the mail. After writing it press [Update link and check].',
    max: LONGEST_REASON,
  });
}

function textField(
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
      // What the field takes is kept and sent whole.
      max_length: name === 'subject' ? MAX_SUBJECT : MAX_BODY,
      ...(text === '' ? {} : { initial_value: text }),
    },
  };
}

function isHeld({ pauses }: EmailDraft, reason: string | null): boolean {
  return pauses.length > 0 && reason === null;
}

function buttons(draft: EmailDraft, { link, reason, canPolish, polished }: DraftModalOptions): types.Button[] {
  return [
    ...(isHeld(draft, reason) ? [] : [mailButton(link)]),
    button({ action: 'draft_copy', label: 'Copy', spoken: 'Show the text to copy it', value: 'copy' }),
    button({ action: 'draft_link', label: 'Update link and check', value: 'update' }),
    ...(canPolish && !polished ? [button({ action: 'draft_polish', label: 'Polish wording', value: 'polish' })] : []),
  ];
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

function hint(draft: EmailDraft, { link, reason }: DraftModalOptions): string {
  if (isHeld(draft, reason))
    return 'There is no link to the mail program until a reason is given. Nothing is sent from here.';
  return link.bodyOmitted
    ? 'The text is too long for a link: it opens with the subject only, copy the text yourself. Nothing is sent from here.'
    : 'The link holds the text as it was last shown: after editing press [Update link and check]. Nothing is sent from here.';
}
