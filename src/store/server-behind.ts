import pg from 'pg';
import type { Db } from './db.ts';

const servers = new WeakMap<Db, object>();
const watched = new WeakSet<pg.Pool>();

/**
 * Stands for the server behind a pool: what was read of it once holds for as long as this is the same object. It is
 * another one when a connection has broken, for behind the next one may be a server that never heard of what was stored
 * last: a replica that took over before it had everything, or a backup that was put back.
 */
export function serverBehind(db: Db): object {
  const server = servers.get(db) ?? {};
  servers.set(db, server);
  if (db instanceof pg.Pool && !watched.has(db)) watch(db);
  return server;
}

function watch(pool: pg.Pool): void {
  watched.add(pool);
  const forget = (error: unknown): void => {
    if (error) servers.delete(pool);
  };
  // One that breaks while nobody uses it, and one that is given back as broken.
  pool.on('error', forget);
  pool.on('release', forget);
}
