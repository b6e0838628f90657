import pg from 'pg';
import type { StopMode } from '../../src/store/embedded/cluster.ts';
import { type EmbeddedDatabase, openEmbedded } from '../../src/store/embedded/open-embedded.ts';
import { timed } from './clock.ts';
import { stablePort } from './port.ts';

export interface Postgres {
  /** Of the product's database; stays the same over restarts. */
  readonly url: string;
  readonly port: number;
  /** Does nothing when it runs. Resolves to the milliseconds until it answered. */
  start(): Promise<number>;
  /** `immediate` is a crash: nothing is written any more. */
  stop(mode?: StopMode): Promise<void>;
  /** Stops it for good. */
  dispose(): Promise<void>;
  /** Rows of a statement on a connection of its own. */
  query<T extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<T[]>;
}

/** A throwaway server that writes as durably as the product's own, with an empty database. */
export async function startPostgres(options: {
  readonly dataDir: string;
  /** Server settings by name, such as `{ synchronous_commit: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}): Promise<Postgres> {
  const port = await stablePort();
  const open = (): Promise<EmbeddedDatabase> =>
    openEmbedded({
      ...options,
      port,
      binaries: process.env['PG_BIN'],
      settings: { max_connections: '200', ...options.settings },
    });
  let isOver = false;
  let running: Promise<EmbeddedDatabase> | null = open();
  const stop = async (mode: StopMode): Promise<void> => {
    const server = running;
    running = null;
    await (await server)?.stop(mode);
  };
  const { url } = await running;
  return {
    url,
    port,
    start: () =>
      timed(async () => {
        if (isOver) throw new Error('PostgreSQL is not started any more: its stand was taken down');
        running ??= open();
        await running;
      }),
    stop: (mode = 'fast') => stop(mode),
    dispose: () => {
      isOver = true;
      return stop('immediate');
    },
    query: async <T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<T[]> => {
      const client = new pg.Client({ connectionString: url, application_name: 'prove' });
      await client.connect();
      try {
        return (await client.query<T>(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
  };
}
