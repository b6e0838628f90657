import { isObject, type JsonObject, stringOf } from '../json.ts';
import { LIMITS } from './limits.ts';
import { checkList, checkString, checkText, checkUrl, type Problems } from './problems.ts';

type TextKind = 'plain_text' | 'mrkdwn';

/** Options of a menu or list: texts, values, and no value twice. */
export function checkOptions(
  problems: Problems,
  value: unknown,
  pointer: string,
  rule: { max: number; kinds: readonly TextKind[] },
): void {
  const options = checkList(problems, value, pointer, { min: 1, max: rule.max });
  const seen = new Set<string>();
  for (const option of options) {
    checkOption(problems, option.item, option.pointer, rule.kinds);
    const id = stringOf(option.item['value']);
    if (seen.has(id)) {
      problems.add(`${option.pointer}/value`, 'option values must be unique');
    }
    seen.add(id);
  }
}

/** `options` or `option_groups` of a static select: exactly one of them. */
export function checkMenu(problems: Problems, element: JsonObject, pointer: string): void {
  if ((element['options'] === undefined) === (element['option_groups'] === undefined)) {
    problems.add(pointer, 'must provide exactly one of options, option_groups');
    return;
  }
  const rule = { max: LIMITS.selectOptions, kinds: ['plain_text'] as const };
  if (element['options'] !== undefined) {
    checkOptions(problems, element['options'], `${pointer}/options`, rule);
    return;
  }
  const groups = checkList(problems, element['option_groups'], `${pointer}/option_groups`, {
    min: 1,
    max: LIMITS.selectOptions,
  });
  for (const group of groups) {
    checkText(problems, group.item['label'], `${group.pointer}/label`, {
      max: LIMITS.optionText,
      kinds: ['plain_text'],
    });
    checkOptions(problems, group.item['options'], `${group.pointer}/options`, rule);
  }
}

/** An initial choice must be one of the options. */
export function checkInitial(problems: Problems, element: JsonObject, pointer: string): void {
  const values = new Set(optionValues(element));
  const initial = element['initial_option'] === undefined ? [] : [element['initial_option']];
  const several = Array.isArray(element['initial_options']) ? element['initial_options'] : [];
  for (const option of [...initial, ...several]) {
    if (!isObject(option) || !values.has(stringOf(option['value']))) {
      problems.add(`${pointer}/initial_option`, 'must be one of the options');
    }
  }
}

function optionValues(element: JsonObject): string[] {
  const groups = Array.isArray(element['option_groups']) ? element['option_groups'].filter(isObject) : [];
  const lists = [element['options'], ...groups.map((group) => group['options'])];
  return lists.flatMap((list) =>
    Array.isArray(list) ? list.filter(isObject).map((option) => stringOf(option['value'])) : [],
  );
}

function checkOption(problems: Problems, option: JsonObject, pointer: string, kinds: readonly TextKind[]): void {
  checkText(problems, option['text'], `${pointer}/text`, { max: LIMITS.optionText, kinds });
  checkString(problems, option['value'], `${pointer}/value`, { min: 1, max: LIMITS.optionValue });
  checkText(problems, option['description'], `${pointer}/description`, {
    max: LIMITS.optionDescription,
    kinds,
    optional: true,
  });
  if (option['url'] !== undefined) {
    checkUrl(problems, option['url'], `${pointer}/url`, LIMITS.url);
  }
}
