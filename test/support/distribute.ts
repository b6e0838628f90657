import { readFileSync } from 'node:fs';
import pg from 'pg';
import { splitStatements } from '../../src/store/split-statements.ts';

const FILE = new URL('../../sql/citus/distribute.sql', import.meta.url);

/**
 * On a server with Citus, spreads the tables of a migrated database over a cluster of that server alone, and keeps
 * everybody out of it so that it can be cloned. On any other server nothing happens.
 */
export async function distributeOnCitus(url: string, server: string): Promise<void> {
  const { hostname, pathname, port } = new URL(url);
  await onServer(url, async (client) => {
    const { rows } = await client.query(`select current_setting('citus.version', true) as citus`);
    if (rows[0]?.citus === null) return;
    const statements = splitStatements(readFileSync(FILE, 'utf8'));
    await client.query('create extension citus');
    await client.query('select citus_set_coordinator_host($1, $2)', [hostname, Number(port)]);
    await client.query(`select citus_set_node_property($1, $2, 'shouldhaveshards', true)`, [hostname, Number(port)]);
    for (const statement of statements) await client.query(statement);
  });
  // Citus keeps a connection of its own to every database that has it.
  await onServer(server, async (client) => {
    const name = pathname.slice(1);
    await client.query(`alter database ${name} allow_connections false`);
    await client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [name]);
  });
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await work(client);
  await client.end();
}
