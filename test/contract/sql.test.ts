import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Db } from '../../src/store/db.ts';
import { compileQuery, queryFile } from '../../src/store/query-file.ts';
import { QUERY_SCHEMAS } from '../../src/store/query-schemas.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const FOLDER = new URL('../../sql/queries/', import.meta.url);
const FILES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.replace(/\.sql$/, ''));

/** How each column type arrives from the driver. */
const ARRIVES: Readonly<Record<number, string>> = {
  16: 'boolean',
  20: 'number',
  21: 'number',
  23: 'number',
  25: 'string',
  1007: 'array',
  1082: 'string',
  1184: 'date',
  3802: 'json',
};

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

function inner(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodOptional
    ? inner(schema.unwrap() as z.ZodType)
    : schema;
}

/** What a schema takes; a custom check takes text or JSON, whichever the column is. */
function takes(schema: z.ZodType): readonly string[] {
  const type = inner(schema);
  if (type instanceof z.ZodNumber) return ['number'];
  if (type instanceof z.ZodString || type instanceof z.ZodEnum) return ['string'];
  if (type instanceof z.ZodBoolean) return ['boolean'];
  if (type instanceof z.ZodDate) return ['date'];
  if (type instanceof z.ZodArray) return ['array', 'json'];
  return ['string', 'json'];
}

/** Every difference between what a query returns and what its schema expects. */
async function drift(db: Db, name: string, text: string, schema: z.ZodObject): Promise<string[]> {
  const { text: compiled, parameters } = compileQuery(text);
  const none = parameters.map(() => null);
  const { fields } = await db.query(`select * from (${compiled}) described limit 0`, none);
  const shape: Readonly<Record<string, z.ZodType>> = schema.shape;
  const known = new Set(fields.map((field) => field.name));
  return [
    ...fields.flatMap(({ name: column, dataTypeID }) => {
      const expected = shape[column];
      if (!expected) return [`${name}: the column ${column} is not in the schema`];
      const arrives = ARRIVES[dataTypeID] ?? `type ${dataTypeID}`;
      return takes(expected).includes(arrives)
        ? []
        : [`${name}: ${column} arrives as ${arrives}, not ${takes(expected)}`];
    }),
    ...Object.keys(shape).flatMap((key) => (known.has(key) ? [] : [`${name}: ${key} is not selected`])),
    ...(known.size === fields.length ? [] : [`${name}: a column name is there twice`]),
  ];
}

describe('sql/queries', () => {
  it('has a schema for every file and a file for every schema', () => {
    expect(FILES.length).toBeGreaterThan(0);
    expect(Object.keys(QUERY_SCHEMAS).sort()).toEqual([...FILES].sort());
  });

  it.each(Object.entries(QUERY_SCHEMAS))('returns from %s exactly what its schema expects', async (name, schema) => {
    expect(await drift(database.pool, name, queryFileSource(name), schema)).toEqual([]);
  });

  it('reports a planted difference of each kind', async () => {
    const schema = z.strictObject({ paid: z.string(), day: z.string(), renewsOn: z.string() });
    const text = `select 1 as paid, date '2026-03-01' as day, 'x'::text as extra`;
    expect(await drift(database.pool, 'planted', text, schema)).toEqual([
      'planted: paid arrives as number, not string',
      'planted: the column extra is not in the schema',
      'planted: renewsOn is not selected',
    ]);
  });

  it('names its parameters as the code passes them: a cast and a comment are no parameter', () => {
    expect(queryFile('health-inputs').parameters).toEqual([
      'account_ids',
      'day',
      'day_start',
      'start_60d',
      'start_90d',
      'start_30d',
      'start_180d',
    ]);
  });
});

/** Read as it is on disk, so that compiling is part of what is tested. */
function queryFileSource(name: string): string {
  return readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8');
}
