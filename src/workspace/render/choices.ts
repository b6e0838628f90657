import { type JsonObject, objectOf, objectsOf, stringOf, textOf } from '../json.ts';
import { rawOf } from '../outgoing/state-values.ts';
import { controlId, type ElementPlace, elementAttributes, shownState } from './element-place.ts';
import { attributes, escapeHtml } from './escape-html.ts';
import { mrkdwnHtml, plainTextHtml } from './mrkdwn.ts';

interface Choice {
  value: string;
  text: string;
  group: string;
}

/** Single choice = a native select; several = a list of check boxes that opens below. */
export function menuHtml(element: JsonObject, place: ElementPlace): string {
  const raw = rawOf(shownState(element, place));
  const chosen = new Set(Array.isArray(raw) ? raw : [raw ?? '']);
  const choices = choicesOf(element, place);
  const placeholder = textOf(element['placeholder']) || 'Choose…';
  if (stringOf(element['type']).startsWith('multi_')) {
    return checklistHtml(element, place, { choices, chosen, placeholder });
  }
  const groups = [...new Set(choices.map((choice) => choice.group))];
  const options = groups
    .map((group) => {
      const inner = choices
        .filter((choice) => choice.group === group)
        .map(
          (choice) =>
            `<option${attributes({ value: choice.value, selected: chosen.has(choice.value) })}>${escapeHtml(choice.text)}</option>`,
        )
        .join('');
      return group === '' ? inner : `<optgroup label="${escapeHtml(group)}">${inner}</optgroup>`;
    })
    .join('');
  const shared = attributes({
    id: controlId(element, place),
    class: 'control select',
    'aria-label': place.label || placeholder,
  });
  return `<select${shared}${elementAttributes(element, place)}><option value="">${escapeHtml(placeholder)}</option>${options}</select>`;
}

function checklistHtml(
  element: JsonObject,
  place: ElementPlace,
  menu: { choices: Choice[]; chosen: ReadonlySet<string>; placeholder: string },
): string {
  const boxes = menu.choices
    .map(
      (choice) =>
        `<label class="choice"><input${attributes({ type: 'checkbox', value: choice.value, checked: menu.chosen.has(choice.value) })}><span>${escapeHtml(choice.text)}</span></label>`,
    )
    .join('');
  const names = menu.choices.filter((choice) => menu.chosen.has(choice.value)).map((choice) => choice.text);
  const summary = names.length === 0 ? menu.placeholder : names.join(', ');
  return `<details class="popup checklist"${attributes({ id: controlId(element, place) })}${elementAttributes(element, place)}><summary class="control select" data-placeholder="${escapeHtml(menu.placeholder)}">${escapeHtml(summary)}</summary><div class="panel">${boxes}</div></details>`;
}

/** external_select and its multi form: a text box that asks the app while one types. */
export function comboHtml(element: JsonObject, place: ElementPlace): string {
  const state = shownState(element, place);
  const chosen = [...objectsOf(state['selected_options']), objectOf(state['selected_option'])].filter(
    (option) => option['value'] !== undefined,
  );
  const isMulti = stringOf(element['type']).startsWith('multi_');
  const [first] = chosen;
  const id = controlId(element, place);
  const input = attributes({
    id,
    class: 'control',
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    'aria-expanded': 'false',
    'aria-autocomplete': 'list',
    'aria-controls': `${id}-list`,
    'aria-label': place.label || null,
    placeholder: textOf(element['placeholder']) || 'Type to search…',
    value: isMulti || first === undefined ? '' : textOf(first['text']),
  });
  const chips = chosen.map(
    (option) =>
      `<button type="button" class="chip" data-value="${escapeHtml(stringOf(option['value']))}">${escapeHtml(textOf(option['text']))} <span aria-hidden="true">×</span></button>`,
  );
  const data = attributes({
    'data-min': typeof element['min_query_length'] === 'number' ? element['min_query_length'] : 3,
    'data-multi': isMulti,
    'data-value': isMulti ? null : stringOf(first?.['value']),
  });
  return `<div class="combo"${data}${elementAttributes(element, place)}>${isMulti ? `<div class="chips">${chips.join('')}</div>` : ''}<input${input}><ul id="${escapeHtml(id)}-list" class="panel" role="listbox" hidden></ul></div>`;
}

export function overflowHtml(element: JsonObject, place: ElementPlace): string {
  const items = objectsOf(element['options']).map(
    (option) =>
      `<button type="button" role="menuitem" data-raw="${escapeHtml(stringOf(option['value']))}"${elementAttributes(element, place)}>${plainTextHtml(textOf(option['text']))}${describe(option, place)}</button>`,
  );
  return `<details class="popup overflow"><summary class="icon-button" aria-label="More actions" aria-haspopup="menu"><span aria-hidden="true">⋯</span></summary><div class="panel" role="menu">${items.join('')}</div></details>`;
}

/** checkboxes and radio_buttons. */
export function choicesHtml(element: JsonObject, place: ElementPlace): string {
  const raw = rawOf(shownState(element, place));
  const chosen = new Set(Array.isArray(raw) ? raw : [raw ?? '']);
  const type = element['type'] === 'checkboxes' ? 'checkbox' : 'radio';
  const id = controlId(element, place);
  const options = objectsOf(element['options']).map((option) => {
    const value = stringOf(option['value']);
    const input = attributes({ type, value, name: type === 'radio' ? id : null, checked: chosen.has(value) });
    return `<label class="choice"><input${input}><span>${optionText(option, place)}${describe(option, place)}</span></label>`;
  });
  const role = type === 'radio' ? 'radiogroup' : 'group';
  return `<div class="choices" id="${escapeHtml(id)}" role="${role}"${attributes({ 'aria-label': place.label || null })}${elementAttributes(element, place)}>${options.join('')}</div>`;
}

function optionText(option: JsonObject, place: ElementPlace): string {
  const text = objectOf(option['text']);
  return text['type'] === 'mrkdwn' ? mrkdwnHtml(textOf(text), place.context) : plainTextHtml(textOf(text));
}

function describe(option: JsonObject, place: ElementPlace): string {
  const description = objectOf(option['description']);
  const text = textOf(description);
  if (text === '') {
    return '';
  }
  return `<small>${description['type'] === 'mrkdwn' ? mrkdwnHtml(text, place.context) : plainTextHtml(text)}</small>`;
}

function choicesOf(element: JsonObject, place: ElementPlace): Choice[] {
  const { people, conversations } = place.context;
  switch (stringOf(element['type']).replace(/^multi_/, '')) {
    case 'users_select':
      return people.map((person) => ({ value: person.id, text: `@${person.name}`, group: '' }));
    case 'conversations_select':
      return conversations.map((one) => ({ value: one.id, text: one.name, group: '' }));
    case 'channels_select':
      return conversations.filter((one) => one.isPublic).map((one) => ({ value: one.id, text: one.name, group: '' }));
    default: {
      const grouped = objectsOf(element['option_groups']).flatMap((group) =>
        objectsOf(group['options']).map((option) => choiceOf(option, textOf(group['label']))),
      );
      return [...objectsOf(element['options']).map((option) => choiceOf(option, '')), ...grouped];
    }
  }
}

function choiceOf(option: JsonObject, group: string): Choice {
  return { value: stringOf(option['value']), text: textOf(option['text']), group };
}
