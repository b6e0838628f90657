import { isObject, type JsonObject, listOf } from '../json.ts';

/** Collects what is wrong, in the wording of Slack's `response_metadata.messages`. */
export interface Problems {
  readonly found: string[];
  add(pointer: string, message: string): void;
}

export function createProblems(): Problems {
  const found: string[] = [];
  return { found, add: (pointer, message) => found.push(`[ERROR] ${message} [json-pointer:${pointer}]`) };
}

interface TextRule {
  max: number;
  kinds?: readonly ('plain_text' | 'mrkdwn')[];
  optional?: boolean;
}

/** A text object with 1 to `max` characters. */
export function checkText(problems: Problems, value: unknown, pointer: string, rule: TextRule): void {
  if (value === undefined || value === null) {
    if (!rule.optional) {
      problems.add(pointer, 'missing required field');
    }
    return;
  }
  if (!isObject(value)) {
    problems.add(pointer, 'must be a text object');
    return;
  }
  const kinds = rule.kinds ?? ['plain_text', 'mrkdwn'];
  if (!kinds.some((kind) => kind === value['type'])) {
    problems.add(`${pointer}/type`, `must be ${kinds.join(' or ')}`);
  }
  checkString(problems, value['text'], `${pointer}/text`, { min: 1, max: rule.max });
}

interface StringRule {
  min?: number;
  max: number;
  optional?: boolean;
}

export function checkString(problems: Problems, value: unknown, pointer: string, rule: StringRule): void {
  if (value === undefined && rule.optional) {
    return;
  }
  if (typeof value !== 'string') {
    problems.add(pointer, value === undefined ? 'missing required field' : 'must be a string');
    return;
  }
  if (value.length < (rule.min ?? 0)) {
    problems.add(pointer, `must be more than ${(rule.min ?? 0) - 1} characters`);
  }
  if (value.length > rule.max) {
    problems.add(pointer, `must be less than ${rule.max + 1} characters`);
  }
}

/** A list with `min` to `max` members, each an object; returns those that are objects, with their pointers. */
export function checkList(
  problems: Problems,
  value: unknown,
  pointer: string,
  rule: { min: number; max: number },
): { item: JsonObject; pointer: string }[] {
  if (!Array.isArray(value)) {
    problems.add(pointer, value === undefined ? 'missing required field' : 'must be an array');
    return [];
  }
  const items = listOf(value);
  if (items.length < rule.min) {
    problems.add(pointer, `no fewer than ${rule.min} items allowed`);
  }
  if (items.length > rule.max) {
    problems.add(pointer, `no more than ${rule.max} items allowed`);
  }
  return items.flatMap((item, index) => {
    if (isObject(item)) {
      return [{ item, pointer: `${pointer}/${index}` }];
    }
    problems.add(`${pointer}/${index}`, 'must be an object');
    return [];
  });
}

export function checkUrl(problems: Problems, value: unknown, pointer: string, max: number): void {
  checkString(problems, value, pointer, { min: 1, max });
  if (typeof value === 'string' && !/^(https?:\/\/|mailto:)[^\s]+$/i.test(value)) {
    problems.add(pointer, 'must be a valid URL');
  }
}

export function checkOneOf(problems: Problems, value: unknown, pointer: string, allowed: readonly unknown[]): void {
  if (!allowed.includes(value)) {
    problems.add(pointer, `must be one of ${allowed.join(', ')}`);
  }
}
