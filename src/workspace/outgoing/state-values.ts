import { type JsonObject, objectOf, objectsOf, stringOf } from '../json.ts';

/** What the browser reports for one element: text or an option's value, several of them, or nothing chosen. */
export type RawValue = string | string[] | null;

/** An element's value in the form of `state.values`; options are looked up, so a made-up value chooses nothing. */
export function stateValue(
  element: JsonObject,
  raw: RawValue,
  suggested: ReadonlyMap<string, JsonObject> | null,
): JsonObject {
  const type = stringOf(element['type']);
  const one = typeof raw === 'string' && raw !== '' ? raw : null;
  const many = Array.isArray(raw) ? raw : one === null ? [] : [one];
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: one === null ? null : (optionsOf(element).get(one) ?? null) };
    case 'external_select':
      return { type, selected_option: one === null ? null : (knownOption(element, one, suggested) ?? null) };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: many.flatMap((value) => optionsOf(element).get(value) ?? []) };
    case 'multi_external_select':
      return { type, selected_options: many.flatMap((value) => knownOption(element, value, suggested) ?? []) };
    case 'users_select':
      return { type, selected_user: one };
    case 'conversations_select':
      return { type, selected_conversation: one };
    case 'channels_select':
      return { type, selected_channel: one };
    case 'multi_users_select':
      return { type, selected_users: many };
    case 'multi_conversations_select':
      return { type, selected_conversations: many };
    case 'multi_channels_select':
      return { type, selected_channels: many };
    case 'datepicker':
      return { type, selected_date: one };
    case 'timepicker':
      return { type, selected_time: one };
    case 'datetimepicker':
      return { type, selected_date_time: one === null ? null : Number(one) };
    case 'rich_text_input':
      return { type, rich_text_value: one === null ? null : richText(one) };
    default:
      return { type, value: one };
  }
}

/** Elements that have a value of their own and therefore a place in `state.values`. */
export function isStateful(element: JsonObject): boolean {
  const kind = stringOf(element['type']);
  return !['', 'button', 'overflow', 'image', 'icon_button', 'feedback_buttons', 'workflow_button'].includes(kind);
}

/** The value an element starts with, in the form of `state.values`. */
export function initialState(element: JsonObject): JsonObject {
  const options = [...objectsOf(element['initial_options']), objectOf(element['initial_option'])];
  const known = new Map(options.map((option) => [stringOf(option['value']), option]));
  return stateValue(element, rawInitial(element), known);
}

/** The raw value of a state value, for a control that shows it. */
export function rawOf(state: JsonObject): RawValue {
  const lists = ['selected_users', 'selected_conversations', 'selected_channels'].map((name) => state[name]);
  const list = lists.find(Array.isArray);
  if (list !== undefined) {
    return list.filter((item) => typeof item === 'string');
  }
  if (Array.isArray(state['selected_options'])) {
    return objectsOf(state['selected_options']).map((option) => stringOf(option['value']));
  }
  const scalar = [
    'value',
    'selected_user',
    'selected_conversation',
    'selected_channel',
    'selected_date',
    'selected_time',
    'selected_date_time',
  ]
    .map((name) => state[name])
    .find((value) => typeof value === 'string' || typeof value === 'number');
  return scalar === undefined ? stringOf(objectOf(state['selected_option'])['value']) || null : String(scalar);
}

/** All options of a menu by value, also those in groups. */
export function optionsOf(element: JsonObject): Map<string, JsonObject> {
  const groups = objectsOf(element['option_groups']).flatMap((group) => objectsOf(group['options']));
  return new Map([...objectsOf(element['options']), ...groups].map((option) => [stringOf(option['value']), option]));
}

function rawInitial(element: JsonObject): RawValue {
  const several = ['initial_users', 'initial_conversations', 'initial_channels'].map((name) => element[name]);
  const list = several.find(Array.isArray);
  if (list !== undefined) {
    return list.filter((item) => typeof item === 'string');
  }
  if (Array.isArray(element['initial_options'])) {
    return objectsOf(element['initial_options']).map((option) => stringOf(option['value']));
  }
  const scalar = [
    'initial_value',
    'initial_user',
    'initial_conversation',
    'initial_channel',
    'initial_date',
    'initial_time',
    'initial_date_time',
  ]
    .map((name) => element[name])
    .find((value) => typeof value === 'string' || typeof value === 'number');
  return scalar === undefined ? stringOf(objectOf(element['initial_option'])['value']) || null : String(scalar);
}

function knownOption(
  element: JsonObject,
  value: string,
  suggested: ReadonlyMap<string, JsonObject> | null,
): JsonObject | undefined {
  const initial = [...objectsOf(element['initial_options']), objectOf(element['initial_option'])];
  return suggested?.get(value) ?? initial.find((option) => option['value'] === value);
}

function richText(text: string): JsonObject {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}
