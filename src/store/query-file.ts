import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import { type Db, rows } from './db.ts';

export interface CompiledQuery {
  readonly text: string;
  /** Parameter names in the order of their numbers. */
  readonly parameters: readonly string[];
}

const TOKEN = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|\$\$[\s\S]*?\$\$|::|:([a-z][a-z0-9_]*)/g;

/** Turns `:name` into `$n`, leaving casts, strings and comments alone. */
export function compileQuery(source: string): CompiledQuery {
  const parameters: string[] = [];
  const text = source.replace(TOKEN, (token: string, name: string | undefined) => {
    if (name === undefined) return token;
    if (!parameters.includes(name)) parameters.push(name);
    return `$${parameters.indexOf(name) + 1}`;
  });
  return { text, parameters };
}

const compiled = new Map<string, CompiledQuery>();

/** The read model `sql/queries/<name>.sql`, compiled once. */
export function queryFile(name: string): CompiledQuery {
  const known = compiled.get(name);
  if (known) return known;
  const query = compileQuery(readFileSync(new URL(`../../sql/queries/${name}.sql`, import.meta.url), 'utf8'));
  compiled.set(name, query);
  return query;
}

/**
 * Runs a read model with named parameters.
 * @throws AppError `invalid` when a parameter is missing: a typing mistake must not become NULL.
 */
export function runQuery<T>(db: Db, name: string, schema: z.ZodType<T>, values: Record<string, unknown>): Promise<T[]> {
  const query = queryFile(name);
  const ordered = query.parameters.map((parameter) => {
    if (!(parameter in values)) throw new AppError('invalid', `Query ${name} needs the parameter ${parameter}.`);
    return values[parameter];
  });
  return rows(db, schema, query.text, ordered);
}
