import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from '../../stand/postgres.ts';
import type { TcpProxy } from '../../stand/proxy.ts';

/** What may happen to a database, and how it is undone. */
export interface DatabaseFault {
  readonly name: string;
  readonly hurt: () => Promise<unknown>;
  readonly heal: () => Promise<unknown>;
}

/** The proxy waits this long in each direction. */
const ONE_WAY_MS = 1000;
const RESTART_MS = 1500;
const LOCKED = ['accounts', 'health_snapshots', 'account_day', 'audit_log'];

/** All of them, for a database behind a proxy. */
export function databaseFaults(postgres: Postgres, proxy: TcpProxy): DatabaseFault[] {
  const setting = async (value: string): Promise<void> => {
    await postgres.query(`alter system set default_transaction_read_only = ${value}`);
    await postgres.query('select pg_reload_conf()');
  };
  let restarted: Promise<unknown> = Promise.resolve();
  const nothing = async (): Promise<void> => undefined;
  return [
    { name: 'fine', hurt: nothing, heal: nothing },
    { name: 'down', hurt: () => postgres.stop('fast'), heal: () => postgres.start() },
    {
      name: 'restarting',
      hurt: async () => {
        await postgres.stop('fast');
        restarted = sleep(RESTART_MS).then(() => postgres.start());
      },
      heal: () => restarted,
    },
    { name: 'black-holed', hurt: async () => proxy.blackHole(true), heal: async () => proxy.blackHole(false) },
    { name: '2 s away', hurt: async () => proxy.delay(ONE_WAY_MS), heal: async () => proxy.delay(0) },
    { name: 'locked until no connection is left', hurt: () => lock(postgres), heal: () => unlock(postgres) },
    { name: 'read-only', hurt: () => setting('on'), heal: () => setting('off') },
    { name: 'full', hurt: () => postgres.query(FULL), heal: () => postgres.query(EMPTIED) },
  ];
}

/** Each statement of the app waits for its lock, and holds its connection meanwhile. */
async function lock(postgres: Postgres): Promise<void> {
  const held = `do $$ begin lock table ${LOCKED.join(', ')} in access exclusive mode; perform pg_sleep(60); end $$`;
  void postgres.query(held).catch(() => undefined);
  await sleep(300);
}

async function unlock(postgres: Postgres): Promise<void> {
  await postgres.query(
    `select pg_cancel_backend(pid) from pg_stat_activity where query like 'do $$ begin lock%' and pid <> pg_backend_pid()`,
  );
}

/** A disk of one's own to fill is not to be had everywhere: every write fails as it would on a full one. */
const FULL = `
create function prove_full() returns trigger language plpgsql as $$
begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
do $$ declare one regclass; begin
  for one in ${"select oid from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relispartition"} loop
    execute format('create trigger prove_full before insert or update or delete on %s for each statement execute function prove_full()', one);
  end loop;
end $$`;
const EMPTIED = 'drop function prove_full() cascade';
