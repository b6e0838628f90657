import { z } from 'zod';
import type { SqlOverlap, SqlSource } from '../../app/sql/sql-source.ts';
import { isTimeZone } from '../../lib/local-time.ts';
import { csvKinds } from '../csv/kinds/index.ts';
import { sources } from '../sources/index.ts';

const KINDS = Object.keys(csvKinds);
/** Sources that have these names already. */
const TAKEN = ['csv', ...Object.keys(sources)];
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const WEEK_SECONDS = 604_800;
const YEAR_SECONDS = 31_622_400;
const MOST_SOURCES = 10;
const LONGEST_QUERY = 20_000;

/** A time such as 90s, 15m, 2h or 1d, in seconds. */
function duration(least: number, most: number, range: string) {
  return z
    .string('must be a time such as 90s, 15m, 2h or 1d')
    .regex(/^\d{1,6}[smhd]$/, 'must be a time such as 90s, 15m, 2h or 1d')
    .transform((text) => Number(text.slice(0, -1)) * (SECONDS[text.slice(-1)] ?? 0))
    .refine((seconds) => seconds >= least && seconds <= most, `must be ${range}`);
}

const overlapSchema = z.union(
  [
    duration(0, YEAR_SECONDS, 'at most 366d').transform((seconds): SqlOverlap => ({ seconds })),
    z
      .int()
      .min(0)
      .max(1_000_000_000)
      .transform((steps): SqlOverlap => ({ steps })),
  ],
  'must be a time such as 15m, at most 366d, or for numbers how far back, at most 1000000000',
);

const querySchema = z.strictObject({
  kind: z.enum(KINDS, `must be one of ${KINDS.join(', ')}`),
  query: z
    .string('must be a SELECT')
    .max(LONGEST_QUERY, `must have at most ${LONGEST_QUERY} letters`)
    // The last semicolon is a habit and means nothing; one inside is for the server to refuse.
    .transform((text) => text.trim().replace(/(?<![;\s])[;\s]+$/, ''))
    .refine((text) => /^(select|with|table|values)\b/i.test(text.replace(/^(\s|--.*\n|\/\*[\s\S]*?\*\/)*/, '')), {
      message: 'must be one SELECT (or WITH … SELECT)',
    }),
  watermark: z
    .string('must be the column that grows with every change, such as updated_at')
    .trim()
    .min(1, 'is empty; name the column that grows with every change, such as updated_at')
    .max(63, 'must have at most 63 letters'),
  overlap: overlapSchema.nullable().default(null),
});

const sourceSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a short name: small letters, digits, - and _')
      .refine((name) => !TAKEN.includes(name), 'is the name of another source; choose your own, such as warehouse'),
    url_env: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'must be the name of the variable that holds the address, such as WAREHOUSE_URL')
      .refine(
        (name) => name !== 'DATABASE_URL',
        'must not be our own database; set a variable for a user that only reads',
      ),
    schedule: duration(60, WEEK_SECONDS, 'from 1m to 7d').default(900),
    statement_timeout: duration(1, 3600, 'from 1s to 1h').default(120),
    time_zone: z
      .string()
      .refine(isTimeZone, 'must be an IANA zone such as UTC or Europe/Berlin')
      .nullable()
      .default(null),
    queries: z
      .array(querySchema)
      .min(1, 'is empty; give a query per kind')
      .refine(
        (queries) => new Set(queries.map(({ kind }) => kind)).size === queries.length,
        'must have each kind once; join two queries with UNION ALL',
      ),
  })
  .transform(
    (source): SqlSource => ({
      name: source.name,
      urlEnv: source.url_env,
      everyMinutes: Math.ceil(source.schedule / 60),
      statementTimeoutMs: source.statement_timeout * 1000,
      timeZone: source.time_zone,
      queries: source.queries,
    }),
  );

/** `sources.sql` of the settings file: databases of the team and what is read from them. */
export const sqlSourcesSchema = z
  .array(sourceSchema)
  .max(MOST_SOURCES, `must have at most ${MOST_SOURCES} databases`)
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'must have each name once')
  .default([]);
