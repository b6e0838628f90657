import pg from 'pg';
import { type Cluster, type ClusterOptions, type StopMode, startCluster } from './cluster.ts';

const DATABASE = 'cs_pulse';
const DUPLICATE_DATABASE = '42P04';

export interface EmbeddedDatabase {
  readonly url: string;
  /** The server was running already: another process of ours may be using it. */
  readonly adopted: boolean;
  stop(mode?: StopMode): Promise<void>;
}

/** The product's own database in the embedded server; both are made on first use. `fresh` empties it first. */
export async function openEmbedded(options: ClusterOptions & { readonly fresh?: boolean }): Promise<EmbeddedDatabase> {
  const cluster = await startCluster(options);
  await createDatabase(cluster, options.fresh === true);
  return { url: cluster.urlOf(DATABASE), adopted: cluster.adopted, stop: cluster.stop };
}

async function createDatabase(cluster: Cluster, fresh: boolean): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  try {
    if (fresh) await client.query(`drop database if exists ${DATABASE} with (force)`);
    await client.query(`create database ${DATABASE}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === DUPLICATE_DATABASE)) throw error;
  } finally {
    await client.end();
  }
}
