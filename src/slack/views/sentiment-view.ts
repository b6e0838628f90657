import type { types } from '@slack/bolt';
import { SENTIMENTS, type Sentiment } from '../../domain/judgement.ts';
import { section } from '../messages/layout.ts';
import type { OpenView } from '../slack-request.ts';
import { choiceInput, fieldOf, textInput } from './fields.ts';
import { accountForm, type Form, formOf, wordsOf } from './form.ts';

const NOTE = 500;
const LABELS: Readonly<Record<Sentiment, string>> = {
  good: '🙂 Good',
  neutral: '😐 Neutral',
  concerned: '😟 Concerned',
};

export interface SentimentModalOptions {
  readonly accountId: string;
  /** Safe mrkdwn. */
  readonly name: string;
  /** Safe mrkdwn: what was said last. */
  readonly last: string | null;
  readonly initial: Sentiment;
}

/** How somebody feels about an account; kept beside the score and never in it. */
export function sentimentModal({ accountId, name, last, initial }: SentimentModalOptions): types.ModalView {
  return accountForm({
    view: 'sentiment',
    title: 'Sentiment',
    submit: 'Save',
    accountId,
    blocks: [
      section(`*${name}*: how do you feel about it? The score does not change.${last === null ? '' : `\n${last}`}`),
      choiceInput({
        name: 'sentiment',
        label: 'Sentiment',
        choices: SENTIMENTS.map((value) => ({ value, label: LABELS[value] })),
        initial,
      }),
      textInput({ name: 'note', label: 'Note', max: NOTE, optional: true }),
    ],
  });
}

export interface SentimentInput {
  readonly sentiment: Sentiment;
  readonly note: string | null;
}

export const sentimentForm = formOf<SentimentInput>(readSentiment);

function readSentiment(view: OpenView): Form<SentimentInput> {
  const sentiment = SENTIMENTS.find((one) => one === fieldOf(view, 'sentiment'));
  if (sentiment === undefined) return { errors: { sentiment: 'Choose one of the three.' } };
  return { value: { sentiment, note: wordsOf(view, 'note', NOTE) || null } };
}
