import { z } from 'zod';
import { type Db, rows } from '../../src/store/db.ts';

/** Where a table's rows are on a Citus cluster. */
export type Place = 'distributed' | 'reference' | 'local';

export interface Layout {
  readonly places: ReadonlyMap<string, Place>;
  /** Triggers that are dropped before anything is distributed, as `table.trigger`. */
  readonly dropped: ReadonlySet<string>;
  /** Tables that are named more than once, or spread by another column or apart from the rest. */
  readonly problems: readonly string[];
}

/** The column that everything is spread by. */
const KEY = 'account_id';
const LINE = /^(?:select create_(distributed|reference)_table\('([^']+)'(?:, (.*))?\);|-- (local): (\w+))$/gm;
const FIRST = 'accounts';

/** What a file like sql/citus/distribute.sql says of each table. */
export function readLayout(text: string): Layout {
  const places = new Map<string, Place>();
  const problems: string[] = [];
  for (const [, made, name, options, local, kept] of text.matchAll(LINE)) {
    const table = name ?? kept ?? '';
    if (places.has(table)) problems.push(`${table}: named more than once`);
    places.set(table, local === 'local' ? 'local' : made === 'reference' ? 'reference' : 'distributed');
    const expected = table === FIRST ? `'${KEY}'` : `'${KEY}', colocate_with => '${FIRST}'`;
    if (made === 'distributed' && options !== expected) problems.push(`${table}: not spread by ${KEY} with ${FIRST}`);
  }
  const drops = text.matchAll(/^drop trigger if exists (\w+) on (\w+);$/gm);
  return { places, problems, dropped: new Set([...drops].map(([, trigger, table]) => `${table}.${trigger}`)) };
}

const TABLES = `select c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
const tableRow = z.strictObject({ name: z.string() });

// Of partitions as well, under the name of the whole table.
const UNIQUE = `select coalesce(pg_partition_root(c.oid)::regclass, c.oid::regclass)::text as table_name,
    i.indexrelid::regclass::text as name, i.indexprs is not null as computed,
    array(select a.attname::text from unnest(i.indkey[0:i.indnkeyatts - 1]) k
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k) as columns
  from pg_index i join pg_class c on c.oid = i.indrelid
  where c.relnamespace = 'public'::regnamespace and (i.indisunique or i.indisexclusion)
  order by 1, 2`;
const uniqueRow = z.strictObject({
  table_name: z.string(),
  name: z.string(),
  computed: z.boolean(),
  columns: z.array(z.string()),
});

const FOREIGN = `select k.conname as name, k.conrelid::regclass::text as from_table, k.confrelid::regclass::text as to_table,
    array(select a.attname::text from unnest(k.conkey) with ordinality as o (n, place)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.n order by o.place) as columns,
    array(select a.attname::text from unnest(k.confkey) with ordinality as o (n, place)
      join pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.n order by o.place) as keys,
    k.confdeltype::text as on_delete, k.confupdtype::text as on_update
  from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conparentid = 0
  order by 1`;
const foreignRow = z.strictObject({
  name: z.string(),
  from_table: z.string(),
  to_table: z.string(),
  columns: z.array(z.string()),
  keys: z.array(z.string()),
  on_delete: z.string(),
  on_update: z.string(),
});

const TRIGGERS = `select t.tgname as name, t.tgrelid::regclass::text as table_name from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  where not t.tgisinternal and c.relnamespace = 'public'::regnamespace order by 1`;
const triggerRow = z.strictObject({ name: z.string(), table_name: z.string() });

const COUNTERS = `select a.attrelid::regclass::text as table_name, a.attname as name, a.atttypid::regtype::text as type
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attidentity <> '' order by 1, 2`;
const counterRow = z.strictObject({ table_name: z.string(), name: z.string(), type: z.string() });

/** Everything in the schema of a migrated database that Citus would refuse to lay out so, in plain words. */
export async function schemaProblems(db: Db, { dropped, places, problems }: Layout): Promise<string[]> {
  const tables = (await rows(db, tableRow, TABLES)).map(({ name }) => name);
  const unique = await rows(db, uniqueRow, UNIQUE);
  const foreign = await rows(db, foreignRow, FOREIGN);
  const triggers = await rows(db, triggerRow, TRIGGERS);
  const counters = await rows(db, counterRow, COUNTERS);
  const isDistributed = (table: string) => places.get(table) === 'distributed';
  return [
    ...problems,
    ...tables.filter((table) => !places.has(table)).map((table) => `${table}: nothing says where its rows are`),
    ...[...places.keys()].filter((table) => !tables.includes(table)).map((table) => `${table}: there is no such table`),
    ...unique
      .filter((index) => isDistributed(index.table_name) && (index.computed || !index.columns.includes(KEY)))
      .map((index) => `${index.table_name}: the unique index ${index.name} lacks ${KEY}`),
    ...foreign.flatMap((key) => foreignProblem(key, places).map((why) => `${key.from_table}: ${key.name} ${why}`)),
    ...triggers
      .filter(({ name, table_name: table }) => places.get(table) !== 'local' && !dropped.has(`${table}.${name}`))
      .map(({ name, table_name: table }) => `${table}: the trigger ${name} is not allowed`),
    ...counters
      .filter(({ table_name: table, type }) => isDistributed(table) && type !== 'bigint')
      .map(({ name, table_name: table, type }) => `${table}: the counter ${name} is ${type} and not bigint`),
  ];
}

/** Of `on delete` and `on update`: to null, to the default, to the new value. */
const CHANGES_KEY = /[ndc]/;

function foreignProblem(key: z.infer<typeof foreignRow>, places: ReadonlyMap<string, Place>): string[] {
  const [from, to] = [places.get(key.from_table), places.get(key.to_table)];
  if (from === 'distributed' && to === 'distributed') {
    const joined = key.columns.some((column, place) => column === KEY && key.keys[place] === KEY);
    if (!joined) return [`does not join ${KEY} to ${KEY}`];
    return /[nd]/.test(key.on_delete) || CHANGES_KEY.test(key.on_update) ? [`would change ${KEY}`] : [];
  }
  if (to === 'distributed') return [`leads from a ${from ?? 'unknown'} table to a distributed one`];
  return from === 'distributed' && to === 'local' ? ['leads from a distributed table to a local one'] : [];
}
