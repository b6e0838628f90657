import type { Db } from '../../src/store/db.ts';

const COLUMNS = `
  select c.relname as table_name, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attidentity <> '' then ' generated always as identity' else '' end
    || case when a.attnotnull then ' not null' else '' end
    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind in ('r', 'p') and not c.relispartition
  order by c.relname, a.attnum`;
const CONSTRAINTS = `
  select c.relname as table_name, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) as line
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  where k.contype in ('p', 'u', 'f', 'c') and not c.relispartition
  order by c.relname, k.contype, k.conname`;
const INDEXES = `
  select tablename as table_name, replace(indexdef, 'public.', '') as line
  from pg_indexes
  where schemaname = 'public' and indexname not in (select conname from pg_constraint)
    and tablename not in (select c.relname from pg_class c where c.relispartition)
  order by tablename, indexname`;
const TRIGGERS = `
  select c.relname as table_name, replace(pg_get_triggerdef(t.oid), 'public.', '') as line
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  where not t.tgisinternal and not c.relispartition
  order by c.relname, t.tgname`;

/**
 * The schema of a migrated database as text, in a stable order: what the catalog says, for people to read and for a
 * check to compare. Not meant to be executed.
 */
export async function describeSchema(db: Db): Promise<string> {
  const tables = new Map<string, { body: string[]; indexes: string[] }>();
  const table = (name: string): { body: string[]; indexes: string[] } => {
    const known = tables.get(name) ?? { body: [], indexes: [] };
    tables.set(name, known);
    return known;
  };
  for (const query of [COLUMNS, CONSTRAINTS]) {
    const { rows } = await db.query<{ table_name: string; line: string }>(query);
    for (const row of rows) table(row.table_name).body.push(`  ${row.line}`);
  }
  for (const query of [INDEXES, TRIGGERS]) {
    const { rows } = await db.query<{ table_name: string; line: string }>(query);
    for (const row of rows) table(row.table_name).indexes.push(`${row.line};\n`);
  }
  const parts = [...tables].map(
    ([name, { body, indexes }]) => `create table ${name} (\n${body.join(',\n')}\n);\n${indexes.join('')}`,
  );
  return `-- Generated from the migrated catalog by "npm run db:dump"; do not edit.\n\n${parts.join('\n')}`;
}
