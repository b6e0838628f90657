import { Socket } from 'node:net';
import pg from 'pg';
import { z } from 'zod';

/** A database that is not ours, on one connection that can only read. */
export interface ForeignSession {
  /** Runs one statement; every value of the answer is text or null. */
  readonly ask: (text: string, values?: readonly string[]) => Promise<ForeignAnswer>;
  /** Closes the connection, also while a statement runs or nobody answers. */
  readonly close: () => Promise<void>;
}

export interface ForeignAnswer {
  readonly fields: readonly { readonly name: string; readonly oid: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface ForeignAddress {
  readonly url: string;
  /** Shown in their pg_stat_activity. */
  readonly name: string;
  readonly statementTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** How much later than the server the client gives up, and how long a farewell may take. */
const GRACE_MS = 5000;
const FAREWELL_MS = 1000;
/** Our own database may be slow or away while their transaction waits for the next batch. */
const IDLE_LIMIT_MS = 300_000;

const BEGIN = 'begin transaction isolation level repeatable read read only';
const LIMITS = `select set_config('statement_timeout', $1, true), set_config('lock_timeout', '5s', true),
  set_config('idle_in_transaction_session_timeout', $2, true), set_config('default_transaction_read_only', 'on', true),
  set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true)`;
/** Since PostgreSQL 14: a statement whose reader is gone ends by itself instead of running on for nobody. */
const NOTICE = `select set_config(name, '2s', true) from pg_settings where name = 'client_connection_check_interval'`;

const cellsSchema = z.array(z.array(z.string().nullable()));

/** Their database failed, not ours; the cause may hold secrets: see `foreignFailure`. */
export class ForeignError extends Error {
  constructor(cause: unknown) {
    super('a database of the team failed', { cause });
    this.name = 'ForeignError';
  }
}

/** @throws ForeignError when nobody answers or lets us in. */
export async function openForeign({ name, statementTimeoutMs, url }: ForeignAddress): Promise<ForeignSession> {
  const socket = new Socket();
  const client = clientOf({
    connectionString: url,
    stream: () => socket,
    application_name: `cs-pulse ${name}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: statementTimeoutMs + GRACE_MS,
    keepAlive: true,
    types: { getTypeParser: () => String },
  });
  // A connection that is lost between two statements would end the process; its next statement fails instead.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    void farewell(client, socket);
    throw new ForeignError(error);
  }
  return {
    ask: (text, values = []) => ask(client, text, values),
    close: () => farewell(client, socket),
  };
}

/** The driver refuses an address that it cannot read at once. */
function clientOf(config: pg.ClientConfig): pg.Client {
  try {
    return new pg.Client(config);
  } catch (error) {
    throw new ForeignError(error);
  }
}

/**
 * Begins a transaction that sees one state of their database and can change nothing. Its settings end with it, so that
 * a pooler between us needs to know none of them.
 * @returns their clock at that moment.
 */
export async function beginReading(session: ForeignSession, statementTimeoutMs: number): Promise<Date> {
  await session.ask(BEGIN);
  await session.ask(LIMITS, [String(statementTimeoutMs), String(IDLE_LIMIT_MS)]);
  await session.ask(NOTICE);
  const { rows } = await session.ask(`select (extract(epoch from now()) * 1000)::bigint::text`);
  return new Date(Number(rows[0]?.[0]));
}

export async function endReading(session: ForeignSession): Promise<void> {
  await session.ask('rollback');
}

async function ask(client: pg.Client, text: string, values: readonly string[]): Promise<ForeignAnswer> {
  // In the extended protocol a text can hold one statement only, and the server says so.
  const statement = { text, values: [...values], rowMode: 'array' as const, queryMode: 'extended' };
  const { fields, rows } = await client.query<unknown[]>(statement).catch((error: unknown) => {
    throw new ForeignError(error);
  });
  return { fields: fields.map(({ dataTypeID: oid, name }) => ({ name, oid })), rows: cellsSchema.parse(rows) };
}

async function farewell(client: pg.Client, socket: Socket): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FAREWELL_MS);
  });
  await Promise.race([client.end().catch(() => undefined), late]);
  clearTimeout(timer);
  // One that never answers must not keep this process alive.
  socket.destroy();
}
