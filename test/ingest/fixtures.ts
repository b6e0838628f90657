import { readdirSync, readFileSync } from 'node:fs';
import type { TestDatabase } from '../support/database.ts';

/** Where each source has its deliveries, beside the signals that they are read as. */
export const FIXTURES = new URL('../fixtures/', import.meta.url);

export interface Fixture {
  readonly name: string;
  readonly body: string;
}

/** The deliveries of a source. */
export function fixturesOf(source: string): Fixture[] {
  const folder = new URL(`${source}/`, FIXTURES);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.signals.json'))
    .map((file) => ({ name: file.replace('.json', ''), body: readFileSync(new URL(file, folder), 'utf8') }));
}

/** Rows of every table but the keys and those that are left out, as one text. */
export async function everything(
  { pool }: Pick<TestDatabase, 'pool'>,
  except: readonly string[] = [],
): Promise<string> {
  const tables = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
       and not relispartition and relname <> all($1) order by 1`,
    [['api_keys', ...except]],
  );
  const parts = tables.rows.map(({ name }) => `select '${name} ' || t::text as line from ${name} t`);
  const { rows } = await pool.query<{ line: string }>(`${parts.join(' union all ')} order by 1`);
  return rows.map((row) => row.line).join('\n');
}
