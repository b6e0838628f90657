import type { types } from '@slack/bolt';
import { addDays, type Day } from '../../domain/day.ts';
import type { OverrideKind } from '../../domain/override.ts';
import { actions, button, section } from '../messages/layout.ts';
import type { OpenView } from '../slack-request.ts';
import { choiceInput, dayInput, fieldOf, textInput } from './fields.ts';
import { accountForm, complaints, dayAhead, type FieldResult, type Form, formOf, requiredWords } from './form.ts';

const MOST_DAYS = 90;
const PROPOSED_DAYS = 30;
const REASON = 500;
const POINTS = /^(100(\.0)?|\d{1,2}(\.\d)?)$/;

export interface OverrideModalOptions {
  readonly accountId: string;
  /** Safe mrkdwn: name and score. */
  readonly account: string;
  /** Safe mrkdwn: the override in force. */
  readonly inForce: string | null;
  readonly today: Day;
}

/** A score that somebody sets or caps for a while, with the reason. */
export function overrideModal({ accountId, account, inForce, today }: OverrideModalOptions): types.ModalView {
  return accountForm({
    view: 'override',
    title: 'Override the score',
    submit: 'Set override',
    accountId,
    blocks: [
      section(`${account}${inForce === null ? '' : `\n${inForce}`}`),
      ...(inForce === null
        ? []
        : [actions([button({ action: 'end_override', label: 'End it now', value: accountId })])]),
      choiceInput({
        name: 'kind',
        label: 'How',
        choices: [
          { label: 'Cap: the score is at most this', value: 'cap' },
          { label: 'Value: the score is this, whatever the rules say', value: 'value' },
        ],
      }),
      textInput({ name: 'points', label: 'Points', max: 5, hint: '0.0 to 100.0, for example 44.9.' }),
      dayInput({
        name: 'day',
        label: 'Last day',
        initial: addDays(today, PROPOSED_DAYS),
        hint: `At most ${MOST_DAYS} days ahead; then the rules decide again.`,
      }),
      textInput({ name: 'reason', label: 'Why', max: REASON, hint: 'It stands beside the score on the card.' }),
    ],
  });
}

export interface OverrideInput {
  readonly kind: OverrideKind;
  /** `44.9` */
  readonly points: string;
  readonly expiresOn: Day;
  readonly reason: string;
}

export const overrideForm = formOf<OverrideInput>(readOverride);

function readOverride(view: OpenView, today: Day): Form<OverrideInput> {
  const points = pointsOf(view);
  const day = dayAhead(view, 'day', today, MOST_DAYS);
  const reason = requiredWords(view, 'reason', REASON);
  if ('error' in points || 'error' in day || 'error' in reason) return { errors: complaints({ points, day, reason }) };
  const kind = fieldOf(view, 'kind') === 'value' ? 'value' : 'cap';
  return { value: { kind, points: points.value, expiresOn: day.value, reason: reason.value } };
}

function pointsOf(view: OpenView): FieldResult<string> {
  const points = fieldOf(view, 'points').replace(',', '.');
  if (!POINTS.test(points)) return { error: 'Give 0.0 to 100.0 with at most one decimal, for example 44.9.' };
  return { value: points.includes('.') ? points : `${points}.0` };
}
