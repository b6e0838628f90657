import pg from 'pg';
import { z } from 'zod';
import { type Db, execute, rows } from './db.ts';
import { serverBehind } from './server-behind.ts';

/** Names known by server, so that a batch needs no query for them. Bounded: names come from outside. */
const MAX_KNOWN = 20_000;
const known = new WeakMap<object, Map<string, number>>();

const nameRow = z.object({ name: z.string(), name_id: z.number() });

/** The numbers of event names, created where they are new. Runs outside the transaction of the events. */
export async function eventNameIds(db: Db, names: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
  const server = serverBehind(db);
  let ids = known.get(server) ?? new Map<string, number>();
  if (ids.size + names.size > MAX_KNOWN) ids = new Map();
  // What a transaction creates may be rolled back.
  if (db instanceof pg.Pool) known.set(server, ids);
  const missing = [...names].filter((name) => !ids.has(name)).sort();
  if (missing.length === 0) return ids;
  const found = await findNames(db, missing);
  if (found.length < missing.length) {
    const text = 'insert into event_names (name) select unnest($1::text[]) on conflict do nothing';
    await execute(db, text, [missing.filter((name) => !found.some((row) => row.name === name))]);
    found.push(...(await findNames(db, missing)));
  }
  for (const row of found) ids.set(row.name, row.name_id);
  return ids;
}

function findNames(db: Db, names: readonly string[]) {
  return rows(db, nameRow, 'select name, name_id from event_names where name = any ($1::text[])', [names]);
}
