import pg from 'pg';
import type { z } from 'zod';
import { nextTurn } from '../lib/next-turn.ts';
import { type Given, readTogether } from './read-together.ts';
import { type Step, sendTogether } from './send-together.ts';

/** A pool, or one client inside a transaction: every store function takes either. */
export type Db = pg.Pool | pg.PoolClient;

export interface PoolOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  readonly max: number;
  /** The server gives up a statement after this many milliseconds; the client a little later. */
  readonly statementTimeoutMs: number;
  /**
   * Plan a named statement once per connection, for any values: for those whose plan cannot depend on them, and which
   * are run so often with so little that planning costs more than running.
   */
  readonly planOnce?: boolean | undefined;
  /** What the connections are used for may change nothing, even where the server would let it. */
  readonly readOnly?: boolean | undefined;
  readonly onError: (error: Error) => void;
}

const INT8 = 20;
const DATE = 1082;
const INT4_ARRAY: number = 1007;

/** Days stay 'YYYY-MM-DD' and counts become numbers; a count beyond 2^53 is an error, never a rounded value. */
function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === DATE) return (value) => value;
  if (oid === INT8) return toSafeInteger;
  if (oid === INT4_ARRAY) return toIntegers;
  return pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format) as (value: string) => unknown;
}

// The driver reads arrays of anything, letter by letter; facts have many and they hold nothing but integers.
function toIntegers(text: string): unknown {
  if (text === '{}') return [];
  return /^\{[-0-9,]+\}$/.test(text)
    ? text.slice(1, -1).split(',').map(Number)
    : pg.types.getTypeParser(INT4_ARRAY, 'text')(text);
}

function toSafeInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is beyond the integers that are exact here`);
  return number;
}

/**
 * A pool that never hangs for ever: connecting, waiting for a lock and running a statement are all bounded.
 * An idle client's error is reported and its connection dropped; without that listener it would end the process.
 */
export function openPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: `cs-pulse ${options.name}`,
    max: options.max,
    connectionTimeoutMillis: 1500,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + 500,
    lock_timeout: Math.min(options.statementTimeoutMs, 10_000),
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    options: settingsOf(options),
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  });
  pool.on('error', options.onError);
  // The pool listens to idle clients only: one that is lost between two statements of a transaction would end the
  // process. Its next statement fails, and that is where the loss is dealt with.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

// Our statements end in milliseconds; compiling one costs more than it saves. The facts of thousands of accounts are
// hashed in memory instead of in files, and a second process helps with them: by itself the server expects so much of
// starting one that a portfolio of 5,000 accounts is read by one alone, in 1.4 times the time.
function settingsOf({ planOnce = false, readOnly = false }: PoolOptions): string {
  const settings = ['jit=off', 'work_mem=16MB', 'parallel_setup_cost=100', 'parallel_tuple_cost=0.01'];
  if (planOnce) settings.push('plan_cache_mode=force_generic_plan');
  if (readOnly) settings.push('default_transaction_read_only=on');
  return settings.map((setting) => `-c ${setting}`).join(' ');
}

/** Rows that are checked before others have a turn: about a millisecond. */
const CHECKED_AT_ONCE = 250;

/** Rows of a query, each checked against its schema: a column that the code does not expect is an error here. */
export async function rows<T>(db: Db, schema: z.ZodType<T>, text: string, values: unknown[] = []): Promise<T[]> {
  const found: unknown[] = (await db.query(text, values)).rows;
  const checked: T[] = [];
  for (const row of found) {
    if (checked.length > 0 && checked.length % CHECKED_AT_ONCE === 0) await nextTurn();
    checked.push(schema.parse(row));
  }
  return checked;
}

interface Prepared {
  /** No other statement has it. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The same for a statement that changes nothing and that each connection prepares once under its name and runs often.
 * Those that are asked of a pool in one turn leave together.
 */
export async function preparedRows<T>(db: Db, schema: z.ZodType<T>, statement: Prepared): Promise<T[]> {
  const { values } = statement;
  const found =
    db instanceof pg.Pool && values.every(isPlain)
      ? await readTogether(db, { ...statement, values }).catch(withOurStack)
      : (await db.query({ ...statement, values: [...values] })).rows;
  return found.map((row) => schema.parse(row));
}

function isPlain(value: unknown): value is Given {
  return value === null || value instanceof Date || ['string', 'number', 'boolean'].includes(typeof value);
}

// The driver's own shows where the answer was read, not what was asked.
function withOurStack(error: unknown): never {
  if (error instanceof Error) Error.captureStackTrace(error);
  throw error;
}

/** Runs a statement that each connection prepares once under its name and runs often. */
export async function executePrepared(db: Db, statement: Prepared): Promise<void> {
  await db.query({ ...statement, values: [...statement.values] });
}

/** The only row of a query, or null. */
export async function oneRow<T>(db: Db, schema: z.ZodType<T>, text: string, values: unknown[] = []): Promise<T | null> {
  return (await rows(db, schema, text, values))[0] ?? null;
}

/** Runs a statement; the number of rows it touched. */
export async function execute(db: Db, text: string, values: unknown[] = []): Promise<number> {
  return (await db.query(text, values)).rowCount ?? 0;
}

/** Takes statements that run at the end of the work, when nothing reads what they write any more. */
export type AtEnd = (steps: readonly Step[]) => void;

/**
 * Begins a transaction that looks rows up by their keys. What it prepares may be planned while its tables are empty, and
 * stays: one look-up per key is right whatever they become, reading them as a whole is not.
 */
export const BEGIN_LOOK_UPS = 'begin; set local enable_hashjoin = off; set local enable_mergejoin = off';

/** Ends a transaction. */
const COMMIT: Step = { name: 'commit', text: 'commit', values: [] };

/**
 * Runs `work` in one transaction. Inside a transaction already (a client is given), it joins that one. What is left for
 * the end is sent together with the commit.
 * @throws whatever `work` or a statement at its end throws, after rolling back.
 */
export async function inTransaction<T>(
  db: Db,
  work: (tx: pg.PoolClient, atEnd: AtEnd) => Promise<T>,
  begin: 'begin' | typeof BEGIN_LOOK_UPS = 'begin',
): Promise<T> {
  const steps: Step[] = [];
  const atEnd: AtEnd = (more) => {
    steps.push(...more);
  };
  if (!(db instanceof pg.Pool)) {
    const result = await work(db, atEnd);
    await sendTogether(db, steps);
    return result;
  }
  const client = await db.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client, atEnd);
    await sendTogether(client, [...steps, COMMIT]);
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
