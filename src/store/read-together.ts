import pg from 'pg';

/** What a read can be given; anything else goes to the driver. */
export type Given = string | number | boolean | Date | null;
export type Row = Record<string, unknown>;

/** A statement that changes nothing; each connection prepares it once under its name, which no other has. */
export interface Read {
  readonly name: string;
  readonly text: string;
  readonly values: readonly Given[];
}

interface Asked {
  readonly name: string;
  readonly text: string;
  readonly values: (string | null)[];
  readonly rows: Promise<Row[]>;
  readonly give: (rows: Row[]) => void;
  readonly fail: (error: unknown) => void;
}

type Column = readonly [name: string, parse: (text: string) => unknown];
type Texts = readonly (string | null)[];
interface Found {
  readonly columns: readonly Column[];
  readonly lines: readonly Texts[];
}

interface Exchange {
  /** Of the reads before the one that failed. */
  readonly found: readonly Found[];
  readonly error: Error | null;
}

/** By pool, what was asked for in this turn. */
const turns = new WeakMap<pg.Pool, Map<string, Asked>>();
/** By connection, what it has prepared. */
const prepared = new WeakMap<object, Map<string, Column[]>>();
const texts = new Map<string, string>();

/**
 * Rows of a read. All reads that are asked of a pool in one turn of the event loop leave in one message on one of its
 * connections and are answered in order; the same one asked for twice is sent once. One that the database refuses does
 * not fail the others. The server limits the time of each, the driver that of all together.
 * @throws the database's error
 */
export async function readTogether(pool: pg.Pool, read: Read): Promise<Row[]> {
  const { name, text } = read;
  const known = texts.get(name) ?? text;
  texts.set(name, known);
  if (known !== text) throw new Error(`two statements have the name ${name}`);
  const values = read.values.map(textOf);
  const turn = turns.get(pool) ?? begin(pool);
  const key = JSON.stringify([name, values]);
  const asked = turn.get(key) ?? ask({ name, text, values });
  turn.set(key, asked);
  return asked.rows;
}

function begin(pool: pg.Pool): Map<string, Asked> {
  const turn = new Map<string, Asked>();
  turns.set(pool, turn);
  // Behind all that goes on with the answers that have just come.
  process.nextTick(() => {
    turns.delete(pool);
    void answer(pool, [...turn.values()]);
  });
  return turn;
}

function ask(read: Pick<Asked, 'name' | 'text' | 'values'>): Asked {
  let give: Asked['give'] = () => undefined;
  let fail: Asked['fail'] = () => undefined;
  const rows = new Promise<Row[]>((resolve, reject) => {
    give = resolve;
    fail = reject;
  });
  return { ...read, rows, give, fail };
}

function textOf(value: Given): string | null {
  if (value === null) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}

async function answer(pool: pg.Pool, asked: readonly Asked[]): Promise<void> {
  try {
    const client = await pool.connect();
    const { error, found } = await exchange(client, asked);
    client.release(error ?? undefined);
    found.forEach((one, index) => {
      giveRows(asked[index], one);
    });
    if (error === null) return;
    const [failed, ...behind] = asked.slice(found.length);
    failed?.fail(error);
    // The database skips what is behind a failure; without a connection there is nothing to ask.
    if (error instanceof pg.DatabaseError && behind.length > 0) return answer(pool, behind);
    for (const { fail } of behind) fail(error);
  } catch (error) {
    for (const { fail } of asked) fail(error);
  }
}

function giveRows(asked: Asked | undefined, { columns, lines }: Found): void {
  try {
    asked?.give(lines.map((line) => rowOf(columns, line)));
  } catch (error) {
    asked?.fail(error);
  }
}

function rowOf(columns: readonly Column[], line: Texts): Row {
  const row: Row = {};
  columns.forEach(([name, parse], index) => {
    const text = line[index] ?? null;
    row[name] = text === null ? null : parse(text);
  });
  return row;
}

function exchange(client: pg.PoolClient, asked: readonly Asked[]): Promise<Exchange> {
  return new Promise((resolve) => {
    const found: Found[] = [];
    const fresh: Asked[] = [];
    let known = new Map<string, Column[]>();
    let lines: Texts[] = [];
    const ignore = (): void => undefined;
    const query = {
      statements: asked,
      // The driver wraps it when statements have a time limit.
      callback: (error: Error | null): void => resolve({ found, error }),
      submit: (connection: pg.Connection): void => {
        known = prepared.get(connection) ?? known;
        prepared.set(connection, known);
        connection.stream.cork();
        try {
          for (const one of asked) {
            if (!known.has(one.name)) fresh.push(prepare(connection, one, known));
            connection.bind({ statement: nameOf(one), values: one.values }, true);
            connection.execute(null, true);
          }
          connection.sync();
        } finally {
          connection.stream.uncork();
        }
      },
      // Of the statements that are prepared here, in their order.
      handleRowDescription: ({ fields }: { readonly fields: readonly pg.FieldDef[] }): void => {
        const name = fresh.shift()?.name ?? '';
        known.set(
          name,
          fields.map((field) => [field.name, client.getTypeParser(field.dataTypeID, 'text')]),
        );
      },
      handleDataRow: ({ fields }: { readonly fields: Texts }): void => {
        lines.push(fields);
      },
      handleCommandComplete: (): void => {
        found.push({ columns: known.get(asked[found.length]?.name ?? '') ?? [], lines });
        lines = [];
      },
      handleReadyForQuery: (): void => query.callback(null),
      handleError: (error: Error): void => query.callback(error),
      handleEmptyQuery: ignore,
      handlePortalSuspended: ignore,
      handleCopyInResponse: ignore,
      handleCopyData: ignore,
    };
    client.query(query);
  });
}

/** The driver prepares the same statement under its plain name where a transaction reads it. */
function nameOf({ name }: Asked): string {
  return `${name} together`;
}

function prepare(connection: pg.Connection, one: Asked, known: Map<string, Column[]>): Asked {
  const name = nameOf(one);
  connection.parse({ name, text: one.text, types: [] }, true);
  connection.describe({ type: 'S', name }, true);
  known.set(one.name, []);
  return one;
}
