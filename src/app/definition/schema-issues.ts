import type { z } from 'zod';

/** One problem of a parsed document: where it is (`accounts[3].paid_seats`) and what to do about it. */
export interface SchemaIssue {
  readonly path: string;
  readonly message: string;
}

/** Every issue of a failed parse with its path as the author would write it; unknown keys one by one. */
export function schemaIssues(error: z.ZodError): SchemaIssue[] {
  return error.issues.flatMap((issue) => {
    const path = pathText(issue.path);
    const message = inPlainWords(issue.message);
    if (issue.code !== 'unrecognized_keys') return [{ path, message }];
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message }));
  });
}

function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}

const WRONG_TYPE = /^Invalid input: expected (\w+), received (\w+)$/;
const TYPES: Readonly<Record<string, string>> = {
  object: 'names with values (key: value)',
  record: 'names with values (key: value)',
  array: 'a list',
  tuple: 'a list',
  string: 'a text',
  undefined: 'nothing',
};

// What the library says where a schema has no words of its own.
function inPlainWords(message: string): string {
  if (message.startsWith('Unrecognized key')) return 'is not known here: correct the name or drop it';
  const [, expected, received] = WRONG_TYPE.exec(message) ?? [];
  if (expected === undefined || received === undefined) return message;
  return `must be ${TYPES[expected] ?? expected}, not ${TYPES[received] ?? received}`;
}
