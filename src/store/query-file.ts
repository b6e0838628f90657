import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import { type Db, preparedRows, rows } from './db.ts';

export interface CompiledQuery {
  readonly text: string;
  /** Parameter names in the order of their numbers. */
  readonly parameters: readonly string[];
}

const TOKEN =
  /'[^']*(?:'|$)|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)|\$\$(?:[^$]|\$(?!\$))*(?:\$\$|$)|::|:([a-z][a-z0-9_]*)/g;

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
  const query = compileQuery(source(name));
  compiled.set(name, query);
  return query;
}

/** The parameters in the order of their numbers. */
function ordered(name: string, { parameters }: CompiledQuery, values: Record<string, unknown>): unknown[] {
  return parameters.map((parameter) => {
    if (!(parameter in values)) throw new AppError('invalid', `Query ${name} needs the parameter ${parameter}.`);
    return values[parameter];
  });
}

/**
 * The text of a read model and the values of its named parameters, for a cursor.
 * @throws AppError `invalid` when a parameter is missing.
 */
export function queryCall(name: string, values: Record<string, unknown>): { text: string; values: unknown[] } {
  const query = queryFile(name);
  return { text: query.text, values: ordered(name, query, values) };
}

/**
 * Runs a read model with named parameters.
 * @throws AppError `invalid` when a parameter is missing: a typing mistake must not become NULL.
 */
export function runQuery<T>(db: Db, name: string, schema: z.ZodType<T>, values: Record<string, unknown>): Promise<T[]> {
  const query = queryCall(name, values);
  return rows(db, schema, query.text, query.values);
}

const ANY_ACCOUNT =
  /\(:account_ids::bigint\[\] is null or ((?:\w+\.)?account_id) = any \(:account_ids::bigint\[\]\)\)/g;
const ALL_ACCOUNTS = /:account_ids::bigint\[\] is not null/g;

/**
 * Runs a read model that takes `:account_ids` for a single account. The list becomes one number in its text, so that
 * each connection plans the statement once and keeps the plan, which a list of unknown length does not allow.
 * @throws AppError `invalid` when a parameter is missing.
 */
export function runQueryOfOne<T>(
  db: Db,
  name: string,
  schema: z.ZodType<T>,
  values: Record<string, unknown>,
): Promise<T[]> {
  const key = `${name}-of-one`;
  const query = compiled.get(key) ?? compileQuery(singled(source(name)));
  compiled.set(key, query);
  return preparedRows(db, schema, { name: key, text: query.text, values: ordered(key, query, values) });
}

function singled(text: string): string {
  return text.replace(ANY_ACCOUNT, '$1 = :account_no::bigint').replace(ALL_ACCOUNTS, 'true');
}

function source(name: string): string {
  return readFileSync(new URL(`../../sql/queries/${name}.sql`, import.meta.url), 'utf8');
}
