import type { types } from '@slack/bolt';
import { TOUCH_KINDS, type TouchKind } from '../../app/touches/touch-report.ts';
import { callbackId } from '../action-ids.ts';
import { plainText, section } from '../messages/layout.ts';
import { plainLines } from '../mrkdwn.ts';
import type { OpenView } from '../slack-request.ts';
import { accountInput, choiceInput, fieldOf, textInput } from './fields.ts';
import { type Form, formOf } from './form.ts';

const LONGEST = 2000;
const LABELS: Readonly<Record<TouchKind, string>> = {
  call: 'Call',
  email: 'E-mail',
  meeting: 'Meeting',
  note: 'Note',
};

export interface TouchModalOptions {
  /** The account and its name as safe mrkdwn; null: the form asks for it. */
  readonly account: { readonly accountId: string; readonly name: string } | null;
  /** What is written there already, such as the text of a message. */
  readonly text: string;
}

/** What somebody did with a customer: called, met, wrote, or only wants to be remembered. */
export function touchModal({ account, text }: TouchModalOptions): types.ModalView {
  const written = plainLines(text, LONGEST);
  return {
    type: 'modal',
    callback_id: callbackId('touch'),
    private_metadata: JSON.stringify(account === null ? {} : { accountId: account.accountId }),
    title: plainText('Log a touch', 24),
    submit: plainText('Save', 24),
    close: plainText('Cancel', 24),
    blocks: [
      account === null ? accountInput() : section(`*${account.name}*: what happened? Your team can read it.`),
      choiceInput({
        name: 'kind',
        label: 'What it was',
        choices: TOUCH_KINDS.map((value) => ({ value, label: LABELS[value] })),
        initial: account === null ? 'note' : 'call',
      }),
      textInput({
        name: 'note',
        label: 'What happened',
        max: LONGEST,
        multiline: true,
        ...(written === '' ? {} : { initial: written }),
      }),
    ],
  };
}

export interface TouchInput {
  readonly accountId: string;
  readonly kind: TouchKind;
  readonly text: string;
}

export const touchForm = formOf<TouchInput>(readTouch);

function readTouch(view: OpenView): Form<TouchInput> {
  const accountId = accountIdOf(view);
  const text = fieldOf(view, 'note');
  const kind = TOUCH_KINDS.find((one) => one === fieldOf(view, 'kind'));
  const errors = {
    ...(accountId === '' ? { account: 'Choose an account from the list.' } : {}),
    ...(kind === undefined ? { kind: 'Choose one of the four.' } : {}),
    ...(/[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? {} : { note: 'Say in a few words what happened.' }),
    ...([...text].length > LONGEST ? { note: `Shorten the text to ${LONGEST} characters.` } : {}),
  };
  if (kind === undefined || Object.keys(errors).length > 0) return { errors };
  return { value: { accountId, kind, text } };
}

/** Of the form about one account, or the one that was chosen. */
function accountIdOf(view: OpenView): string {
  try {
    const state: unknown = JSON.parse(view.metadata);
    if (typeof state === 'object' && state !== null && 'accountId' in state) return String(state.accountId);
  } catch {
    // An empty form of an older version: the chosen account decides.
  }
  return fieldOf(view, 'account');
}
