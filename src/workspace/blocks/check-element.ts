import { isObject, type JsonObject } from '../json.ts';
import { checkInitial, checkMenu, checkOptions } from './check-options.ts';
import { LIMITS } from './limits.ts';
import { checkOneOf, checkString, checkText, checkUrl, type Problems } from './problems.ts';

type ElementRule = (problems: Problems, element: JsonObject, pointer: string) => void;

const PLAIN = { kinds: ['plain_text'] } as const;
const BOTH = ['plain_text', 'mrkdwn'] as const;

const SELECTS = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const MULTI_SELECTS = SELECTS.map((kind) => `multi_${kind}`);
const PICKERS = ['datepicker', 'timepicker', 'datetimepicker'];
const CHOICES = ['checkboxes', 'radio_buttons'];
const TEXT_INPUTS = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input'];

export const ACTIONS_ELEMENTS = [
  'button',
  'overflow',
  'workflow_button',
  ...SELECTS,
  ...MULTI_SELECTS,
  ...PICKERS,
  ...CHOICES,
];
export const ACCESSORIES = [
  'button',
  'image',
  'overflow',
  'workflow_button',
  ...SELECTS,
  ...MULTI_SELECTS,
  'datepicker',
  'timepicker',
  ...CHOICES,
];
export const INPUT_ELEMENTS = [...TEXT_INPUTS, 'file_input', ...SELECTS, ...MULTI_SELECTS, ...PICKERS, ...CHOICES];
export const CONTEXT_ACTION_ELEMENTS = ['feedback_buttons', 'icon_button'];

/** One element, which must be of an allowed kind for its place. */
export function checkElement(problems: Problems, value: unknown, pointer: string, allowed: readonly string[]): void {
  if (!isObject(value)) {
    problems.add(pointer, value === undefined ? 'missing required field' : 'must be an object');
    return;
  }
  const kind = value['type'];
  if (typeof kind !== 'string' || !allowed.includes(kind)) {
    problems.add(`${pointer}/type`, `unsupported type: ${String(kind)}`);
    return;
  }
  if (kind !== 'image') {
    checkString(problems, value['action_id'], `${pointer}/action_id`, { min: 1, max: LIMITS.id, optional: true });
  }
  checkText(problems, value['placeholder'], `${pointer}/placeholder`, {
    ...PLAIN,
    max: LIMITS.placeholder,
    optional: true,
  });
  checkConfirm(problems, value['confirm'], `${pointer}/confirm`);
  ELEMENT_RULES[kind]?.(problems, value, pointer);
}

const ELEMENT_RULES: Readonly<Record<string, ElementRule>> = {
  button: checkButton,
  icon_button: (problems, element, pointer) => {
    checkOneOf(problems, element['icon'], `${pointer}/icon`, ['trash']);
    checkText(problems, element['text'], `${pointer}/text`, { ...PLAIN, max: LIMITS.buttonText });
  },
  feedback_buttons: (problems, element, pointer) => {
    for (const side of ['positive_button', 'negative_button']) {
      const button = element[side];
      checkText(problems, isObject(button) ? button['text'] : undefined, `${pointer}/${side}/text`, {
        ...PLAIN,
        max: LIMITS.buttonText,
      });
    }
  },
  overflow: (problems, element, pointer) => {
    const rule = { max: LIMITS.overflowOptions, kinds: ['plain_text'] as const };
    checkOptions(problems, element['options'], `${pointer}/options`, rule);
  },
  static_select: checkStaticSelect,
  multi_static_select: checkStaticSelect,
  checkboxes: checkChoices,
  radio_buttons: checkChoices,
  image: checkImage,
  plain_text_input: (problems, element, pointer) => {
    for (const name of ['min_length', 'max_length']) {
      const length = element[name];
      if (length !== undefined && !(typeof length === 'number' && length >= 0 && length <= LIMITS.inputText)) {
        problems.add(`${pointer}/${name}`, `must be an integer from 0 to ${LIMITS.inputText}`);
      }
    }
    checkString(problems, element['initial_value'], `${pointer}/initial_value`, {
      max: LIMITS.inputText,
      optional: true,
    });
  },
  number_input: (problems, element, pointer) => {
    if (typeof element['is_decimal_allowed'] !== 'boolean') {
      problems.add(`${pointer}/is_decimal_allowed`, 'missing required field');
    }
    for (const name of ['initial_value', 'min_value', 'max_value']) {
      const value = element[name];
      if (value !== undefined && !(typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))) {
        problems.add(`${pointer}/${name}`, 'must be a string that holds a number');
      }
    }
  },
  datepicker: (problems, element, pointer) => {
    const date = element['initial_date'];
    if (date !== undefined && !(typeof date === 'string' && isDay(date))) {
      problems.add(`${pointer}/initial_date`, 'must be a day, YYYY-MM-DD');
    }
  },
  timepicker: (problems, element, pointer) => {
    const time = element['initial_time'];
    if (time !== undefined && !(typeof time === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(time))) {
      problems.add(`${pointer}/initial_time`, 'must be a time, HH:mm');
    }
  },
};

export function checkButton(problems: Problems, element: JsonObject, pointer: string): void {
  checkText(problems, element['text'], `${pointer}/text`, { ...PLAIN, max: LIMITS.buttonText });
  checkString(problems, element['value'], `${pointer}/value`, { max: LIMITS.buttonValue, optional: true });
  checkString(problems, element['accessibility_label'], `${pointer}/accessibility_label`, {
    max: LIMITS.accessibilityLabel,
    optional: true,
  });
  if (element['url'] !== undefined) {
    checkUrl(problems, element['url'], `${pointer}/url`, LIMITS.url);
  }
  if (element['style'] !== undefined) {
    checkOneOf(problems, element['style'], `${pointer}/style`, ['primary', 'danger']);
  }
}

/** An image element or block: alt text, and exactly one place to take the picture from. */
export function checkImage(problems: Problems, image: JsonObject, pointer: string): void {
  checkString(problems, image['alt_text'], `${pointer}/alt_text`, { min: 1, max: LIMITS.imageAlt });
  if ((image['image_url'] === undefined) === (image['slack_file'] === undefined)) {
    problems.add(pointer, 'must provide exactly one of image_url, slack_file');
  }
  if (image['image_url'] !== undefined) {
    checkUrl(problems, image['image_url'], `${pointer}/image_url`, LIMITS.url);
  }
}

function checkStaticSelect(problems: Problems, element: JsonObject, pointer: string): void {
  checkMenu(problems, element, pointer);
  checkInitial(problems, element, pointer);
}

function checkChoices(problems: Problems, element: JsonObject, pointer: string): void {
  checkOptions(problems, element['options'], `${pointer}/options`, { max: LIMITS.listOptions, kinds: BOTH });
  checkInitial(problems, element, pointer);
}

function checkConfirm(problems: Problems, value: unknown, pointer: string): void {
  if (value === undefined) {
    return;
  }
  const confirm = isObject(value) ? value : {};
  const button = { ...PLAIN, max: LIMITS.confirmButton, optional: true };
  checkText(problems, confirm['title'], `${pointer}/title`, { ...PLAIN, max: LIMITS.confirmTitle, optional: true });
  checkText(problems, confirm['text'], `${pointer}/text`, { max: LIMITS.confirmText });
  checkText(problems, confirm['confirm'], `${pointer}/confirm`, button);
  checkText(problems, confirm['deny'], `${pointer}/deny`, button);
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
