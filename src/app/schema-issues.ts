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
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: issue.message }));
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
