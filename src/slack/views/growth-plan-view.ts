import type { types } from '@slack/bolt';
import { addDays, type Day } from '../../domain/day.ts';
import { actions, button, section } from '../messages/layout.ts';
import type { OpenView } from '../slack-request.ts';
import { dayInput, fieldOf, textInput } from './fields.ts';
import { accountForm, complaints, dayAhead, type FieldResult, type Form, formOf, wordsOf } from './form.ts';

const MOST_DAYS = 730;
const MOST_PEOPLE = 1_000_000;
const PROPOSED_DAYS = 90;
const NOTE = 500;

export interface GrowthPlanModalOptions {
  readonly accountId: string;
  /** Safe mrkdwn: name and seats. */
  readonly account: string;
  /** Safe mrkdwn: the plan in force. */
  readonly inForce: string | null;
  readonly today: Day;
}

/** Seats bought ahead on purpose: how many people are expected, and by when. */
export function growthPlanModal({ accountId, account, inForce, today }: GrowthPlanModalOptions): types.ModalView {
  return accountForm({
    view: 'growth_plan',
    title: 'Growth plan',
    submit: 'Record plan',
    accountId,
    blocks: [
      section(
        `${account}\nUntil the day low seat use counts as ramping, unless it is dropping. Utilization is shown all the same.${inForce === null ? '' : `\n${inForce}`}`,
      ),
      ...(inForce === null
        ? []
        : [actions([button({ action: 'end_growth_plan', label: 'End it now', value: accountId })])]),
      textInput({ name: 'target', label: 'Active people expected', max: 7, hint: 'A whole number, for example 40.' }),
      dayInput({ name: 'day', label: 'By', initial: addDays(today, PROPOSED_DAYS) }),
      textInput({ name: 'note', label: 'Note', max: NOTE, optional: true }),
    ],
  });
}

export interface GrowthPlanInput {
  readonly target: number;
  readonly by: Day;
  readonly note: string | null;
}

export const growthPlanForm = formOf<GrowthPlanInput>(readGrowthPlan);

function readGrowthPlan(view: OpenView, today: Day): Form<GrowthPlanInput> {
  const target = targetOf(view);
  const day = dayAhead(view, 'day', today, MOST_DAYS);
  if ('error' in target || 'error' in day) return { errors: complaints({ target, day }) };
  return { value: { target: target.value, by: day.value, note: wordsOf(view, 'note', NOTE) || null } };
}

function targetOf(view: OpenView): FieldResult<number> {
  const text = fieldOf(view, 'target');
  const target = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (target < 1 || target > MOST_PEOPLE)
    return { error: 'Give a whole number of people, at least 1, for example 40.' };
  return { value: target };
}
