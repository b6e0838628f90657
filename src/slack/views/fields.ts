import type { types } from '@slack/bolt';
import type { Day } from '../../domain/day.ts';
import { INPUT_NAMES, type InputName, inputId, SUGGEST_ACCOUNTS } from '../action-ids.ts';
import { type Choice, optionOf, plainText } from '../messages/layout.ts';
import type { OpenView } from '../slack-request.ts';

interface Field {
  /** Also the id of the block, by which a complaint finds its field. */
  readonly name: InputName;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
}

/** Radio buttons; the first choice is taken unless another is given. */
export function choiceInput(
  field: Field & { readonly choices: readonly Choice[]; readonly initial?: string },
): types.InputBlock {
  const options = field.choices.flatMap(optionOf);
  const initial = options.find(({ value }) => value === field.initial) ?? options[0];
  return input(field, {
    type: 'radio_buttons',
    action_id: inputId(field.name),
    options,
    ...(initial ? { initial_option: initial } : {}),
  });
}

export function dayInput(field: Field & { readonly initial?: Day }): types.InputBlock {
  return input(field, {
    type: 'datepicker',
    action_id: inputId(field.name),
    ...(field.initial === undefined ? {} : { initial_date: field.initial }),
  });
}

export function textInput(
  field: Field & { readonly max: number; readonly multiline?: boolean; readonly initial?: string },
): types.InputBlock {
  return input(field, {
    type: 'plain_text_input',
    action_id: inputId(field.name),
    max_length: field.max,
    ...(field.multiline ? { multiline: true } : {}),
    ...(field.initial === undefined ? {} : { initial_value: field.initial }),
  });
}

/** The account by a few letters of its name. */
export function accountInput(): types.InputBlock {
  return {
    type: 'input',
    block_id: 'account',
    label: plainText('Account', 100),
    element: {
      type: 'external_select',
      action_id: SUGGEST_ACCOUNTS,
      min_query_length: 1,
      placeholder: plainText('Name, domain or id', 150),
    },
  };
}

/** Whether a form has a field, by the id of its block. */
export function hasField({ values }: OpenView, block: string): boolean {
  return INPUT_NAMES.some((name) => name === block && values.has(inputId(name)));
}

/** What was filled in; `''` when nothing was. */
export function fieldOf({ values }: OpenView, name: InputName): string {
  return (values.get(inputId(name)) ?? '').trim();
}

function input(field: Field, element: types.InputBlockElement): types.InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: plainText(field.label, 100),
    element,
    ...(field.hint === undefined ? {} : { hint: plainText(field.hint, 300) }),
    ...(field.optional ? { optional: true } : {}),
  };
}
