import pg from 'pg';
import type { Db } from './db.ts';

const seen = new WeakMap<Db, { server: object }>();

/**
 * Stands for the server behind a pool: what was read of it once holds for as long as this is the same object. It is
 * another one when a connection has broken, for behind the next one may be a server that never heard of what was stored
 * last: a replica that took over before it had everything, or a backup that was put back.
 */
export function serverBehind(db: Db): object {
  return (seen.get(db) ?? watch(db)).server;
}

function watch(db: Db): { server: object } {
  const behind = { server: {} };
  seen.set(db, behind);
  if (db instanceof pg.Pool) {
    const forget = (error: unknown): void => {
      if (error) behind.server = {};
    };
    // One that breaks while nobody uses it, and one that is given back as broken.
    db.on('error', forget);
    db.on('release', forget);
  }
  return behind;
}
