import { type JsonObject, objectOf, objectsOf, stringOf, textOf } from '../json.ts';
import { rawOf } from '../outgoing/state-values.ts';
import { choicesHtml, comboHtml, menuHtml, overflowHtml } from './choices.ts';
import { controlId, type ElementPlace, elementAttributes, shownState } from './element-place.ts';
import { attributes, escapeHtml, safeUrl } from './escape-html.ts';
import { plainTextHtml } from './mrkdwn.ts';

/** One interactive element as a native control. */
export function elementHtml(element: JsonObject, place: ElementPlace): string {
  const kind = stringOf(element['type']);
  const bare = kind.replace(/^multi_/, '');
  switch (bare) {
    case 'button':
    case 'workflow_button':
      return buttonHtml(element, place);
    case 'icon_button':
      return `<button type="button" class="icon-button" title="${escapeHtml(textOf(element['text']))}"${elementAttributes(element, place)}><span aria-hidden="true">🗑</span><span class="hidden">${escapeHtml(textOf(element['text']))}</span></button>`;
    case 'feedback_buttons':
      return feedbackHtml(element, place);
    case 'overflow':
      return overflowHtml(element, place);
    case 'static_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return menuHtml(element, place);
    case 'external_select':
      return comboHtml(element, place);
    case 'checkboxes':
    case 'radio_buttons':
      return choicesHtml(element, place);
    case 'plain_text_input':
    case 'rich_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return fieldHtml(element, place);
    default:
      return unsupportedHtml(kind, 'element');
  }
}

export function unsupportedHtml(kind: string, what: 'block' | 'element'): string {
  return `<div class="unsupported" role="note">Unsupported ${what}: <code>${escapeHtml(kind || 'no type')}</code></div>`;
}

function buttonHtml(element: JsonObject, place: ElementPlace): string {
  const style = ['primary', 'danger'].find((name) => name === element['style']);
  const label = stringOf(element['accessibility_label']);
  const shared = `${attributes({ class: `btn${style === undefined ? '' : ` ${style}`}`, 'aria-label': label === '' ? null : label })}${elementAttributes(element, place)}`;
  const text = plainTextHtml(textOf(element['text']));
  const url = safeUrl(stringOf(element['url']));
  return url === null
    ? `<button type="button"${shared}>${text}</button>`
    : `<a${shared} href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer">${text}</a>`;
}

function feedbackHtml(element: JsonObject, place: ElementPlace): string {
  return ['positive_button', 'negative_button']
    .map((side) => {
      const button = objectOf(element[side]);
      const icon = side === 'positive_button' ? '👍' : '👎';
      const text = textOf(button['text']);
      return `<button type="button" class="icon-button" data-raw="${escapeHtml(stringOf(button['value']))}" aria-label="${escapeHtml(stringOf(button['accessibility_label']) || text)}"${elementAttributes(element, place)}><span aria-hidden="true">${icon}</span></button>`;
    })
    .join('');
}

const INPUT_TYPES: Readonly<Record<string, string>> = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

function fieldHtml(element: JsonObject, place: ElementPlace): string {
  const kind = stringOf(element['type']);
  const value = rawOf(shownState(element, place));
  const text = typeof value === 'string' ? value : '';
  const shared = attributes({
    id: controlId(element, place),
    class: 'control',
    placeholder: textOf(element['placeholder']) || null,
    maxlength: typeof element['max_length'] === 'number' ? element['max_length'] : null,
    'aria-label': place.label === '' ? null : place.label,
    autofocus: element['focus_on_load'] === true,
  });
  const data = elementAttributes(element, place);
  if (element['multiline'] === true || kind === 'rich_text_input') {
    const initial = kind === 'rich_text_input' ? richTextPlain(element['initial_value']) : text;
    return `<textarea rows="10"${shared}${data}>\n${escapeHtml(initial)}</textarea>`;
  }
  const special = attributes({
    type: INPUT_TYPES[kind] ?? 'text',
    inputmode: kind === 'number_input' ? 'decimal' : null,
    value: kind === 'datetimepicker' ? null : text,
    'data-unix': kind === 'datetimepicker' ? text : null,
  });
  return `<input${special}${shared}${data}>`;
}

function richTextPlain(value: unknown): string {
  const object = objectOf(value);
  const own = stringOf(object['text']);
  return own + objectsOf(object['elements']).map(richTextPlain).join('');
}
