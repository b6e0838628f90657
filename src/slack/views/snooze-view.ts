import type { types } from '@slack/bolt';
import { addDays, type Day, daysBetween } from '../../domain/day.ts';
import { shortDay } from '../../words/numbers.ts';
import { section } from '../messages/layout.ts';
import type { OpenView } from '../slack-request.ts';
import { choiceInput, dayInput, fieldOf, textInput } from './fields.ts';
import { accountForm, complaints, dayAhead, type Form, formOf, requiredWords } from './form.ts';

const MOST_DAYS = 365;
const REASON = 500;
const FORTNIGHT = 14;

export interface SnoozeModalOptions {
  readonly accountId: string;
  /** Safe mrkdwn. */
  readonly name: string;
  /** Safe mrkdwn: what is open. */
  readonly alerts: string;
  readonly today: Day;
  readonly renewsOn: Day | null;
}

/** Until when the alerts of an account stay quiet, and why. */
export function snoozeModal({ accountId, name, alerts, today, renewsOn }: SnoozeModalOptions): types.ModalView {
  const choices = [
    { label: 'Until a day', value: 'date' },
    { label: 'Until it gets worse', value: 'change' },
    ...(renewsOn !== null && daysBetween(today, renewsOn) > FORTNIGHT
      ? [{ label: `Until two weeks before the renewal on ${shortDay(renewsOn)}`, value: 'renewal' }]
      : []),
  ];
  return accountForm({
    view: 'snooze',
    title: 'Snooze alerts',
    submit: 'Snooze',
    accountId,
    blocks: [
      section(`*${name}*: ${alerts}`),
      choiceInput({
        name: 'until',
        label: 'How long',
        choices,
        hint: 'Worse: a worse band, a score 10 points lower or a new signal. A new alert of another kind is always told.',
      }),
      dayInput({
        name: 'day',
        label: 'Day',
        initial: addDays(today, FORTNIGHT),
        hint: 'Only for “until a day”.',
        optional: true,
      }),
      textInput({ name: 'reason', label: 'Why', max: REASON, hint: 'Everybody who can ask sees it.' }),
    ],
  });
}

export type SnoozeUntil =
  | { readonly kind: 'date'; readonly day: Day }
  | { readonly kind: 'change' }
  | { readonly kind: 'renewal' };

export interface SnoozeInput {
  readonly until: SnoozeUntil;
  readonly reason: string;
}

export const snoozeForm = formOf<SnoozeInput>(readSnooze);

function readSnooze(view: OpenView, today: Day): Form<SnoozeInput> {
  const reason = requiredWords(view, 'reason', REASON);
  const kind = fieldOf(view, 'until');
  if (kind === 'change' || kind === 'renewal') {
    return 'error' in reason
      ? { errors: complaints({ reason }) }
      : { value: { until: { kind }, reason: reason.value } };
  }
  const day = dayAhead(view, 'day', today, MOST_DAYS);
  if ('error' in day || 'error' in reason) return { errors: complaints({ day, reason }) };
  return { value: { until: { kind: 'date', day: day.value }, reason: reason.value } };
}
