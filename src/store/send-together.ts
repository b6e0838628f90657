import type pg from 'pg';

/** A statement whose answer nobody needs; each connection prepares it once under its name, which no other has. */
export interface Step {
  readonly name: string;
  readonly text: string;
  /** Texts as PostgreSQL reads them, or its binary form. */
  readonly values: (Buffer | string | null)[];
  /** What a `copy … from stdin` reads, as made by `copyRows`. */
  readonly input?: Buffer | undefined;
}

type Done = (error: Error | null) => void;

/** By connection, what it has prepared. */
const prepared = new WeakMap<object, Set<string>>();

/**
 * Runs statements in their order within one round trip: each is sent before the one before it is answered. When one
 * fails, those behind it are not run.
 * @throws the database's error
 */
export function sendTogether(client: pg.PoolClient, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const fresh: string[] = [];
    const ignore = (): void => undefined;
    const query = {
      // The driver wraps it when statements have a time limit.
      callback: (error: Parameters<Done>[0]): void => (error === null ? resolve() : reject(error)),
      submit: (connection: pg.Connection): void => {
        const known = prepared.get(connection) ?? new Set();
        prepared.set(connection, known);
        connection.stream.cork();
        try {
          for (const step of steps) {
            if (!known.has(step.name) && !fresh.includes(step.name)) fresh.push(prepare(connection, step));
            run(connection, step);
          }
          connection.sync();
        } finally {
          connection.stream.uncork();
        }
      },
      handleReadyForQuery: (connection: pg.Connection): void => {
        for (const name of fresh) prepared.get(connection)?.add(name);
        query.callback(null);
      },
      handleError: (error: Error): void => query.callback(error),
      handleRowDescription: ignore,
      handleDataRow: ignore,
      handleCommandComplete: ignore,
      handleEmptyQuery: ignore,
      handlePortalSuspended: ignore,
      handleCopyInResponse: ignore,
      handleCopyData: ignore,
    };
    client.query(query);
  });
}

function prepare(connection: pg.Connection, { name, text }: Step): string {
  // A transaction that failed may have prepared it; closing what is not there is no error.
  connection.close({ type: 'S', name }, true);
  connection.parse({ name, text, types: [] }, true);
  return name;
}

function run(connection: pg.Connection, { input, name, values }: Step): void {
  connection.bind({ statement: name, values }, true);
  connection.execute(null, true);
  if (input !== undefined) connection.stream.write(input);
}
