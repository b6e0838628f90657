import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';
import { parseAst } from 'vitest/node';

export interface FoundExpression {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Every regular expression that stands in a source as a literal; types are read over. */
export function expressionsIn(file: string, source: string): FoundExpression[] {
  const found: FoundExpression[] = [];
  walk(parseAst(source, { lang: file.endsWith('.js') ? 'js' : 'ts' }), (node) => {
    const regex = node['regex'];
    if (node['type'] === 'Literal' && typeof regex === 'object' && regex !== null) {
      const { pattern, flags } = regex as { readonly pattern: string; readonly flags: string };
      found.push({ file, pattern, flags });
    }
  });
  return found;
}

/** Every place that builds a regular expression from text, as its arguments are written. */
export function builtExpressionsIn(file: string, source: string): string[] {
  const found: string[] = [];
  walk(parseAst(source, { lang: file.endsWith('.js') ? 'js' : 'ts' }), (node) => {
    const callee = node['callee'] as { readonly name?: string } | undefined;
    if (callee?.name !== 'RegExp') return;
    const given = (node['arguments'] as readonly { readonly start: number; readonly end: number }[])[0];
    found.push(`${file}: ${given ? source.slice(given.start, given.end) : ''}`);
  });
  return found;
}

function walk(value: unknown, visit: (node: Readonly<Record<string, unknown>>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) walk(one, visit);
    return;
  }
  const node = value as Readonly<Record<string, unknown>>;
  visit(node);
  for (const inner of Object.values(node)) walk(inner, visit);
}

/** Paths below `folder` of everything that is shipped as code. */
export function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js)$/.test(name))
    .sort();
}

export const readSource = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

/**
 * Only counts of the characters read decide. By default the checker also takes a match that runs for a second, or a
 * quarter of one while it breeds inputs, for an attack: on a machine that is busy or held, any expression.
 */
const BY_COUNTS = { attackTimeout: null, incubationTimeout: null, seedingTimeout: null, timeout: null } as const;
const AT_ONCE = 4;

/** Those that some input makes slow, or of which the checker does not know. */
export async function slowExpressions(expressions: readonly FoundExpression[]): Promise<string[]> {
  const distinct = [...new Map(expressions.map((one) => [`/${one.pattern}/${one.flags}`, one])).values()];
  const problems: string[] = [];
  for (let at = 0; at < distinct.length; at += AT_ONCE) {
    const some = distinct.slice(at, at + AT_ONCE);
    const verdicts = await Promise.all(some.map(verdictOn));
    problems.push(...verdicts.filter((verdict) => verdict !== null));
  }
  return problems;
}

async function verdictOn({ file, flags, pattern }: FoundExpression): Promise<string | null> {
  const { status } = await check(pattern, flags, BY_COUNTS);
  return status === 'safe' ? null : `${file}: /${pattern}/${flags} is ${status}`;
}
