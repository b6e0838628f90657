import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const APPLICATION = '/src/';
const PREPARABLE = /^\s*(select|insert|update|delete|with)\b/i;
const said = new Set<string>();
const FILE = `${randomUUID()}.json`;
let recording = false;

/**
 * From now on keeps the text of every statement that the application sends. What tests send for themselves is left
 * out.
 */
export function recordStatements(): void {
  if (recording) return;
  recording = true;
  Error.stackTraceLimit = 40;
  for (const type of [pg.Pool, pg.Client]) {
    const query: unknown = Reflect.get(type.prototype, 'query');
    if (typeof query !== 'function') throw new Error('the driver has no query function');
    Reflect.set(type.prototype, 'query', function record(this: unknown, ...args: unknown[]) {
      note(args[0], new Error('who asks').stack ?? '');
      return Reflect.apply(query, this, args);
    });
  }
}

/** Writes what this process has recorded so far into a file of its own in `folder`. */
export function writeStatements(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, FILE), JSON.stringify([...said]));
}

function note(given: unknown, stack: string): void {
  if (!stack.includes(APPLICATION)) return;
  for (const text of textsOf(given)) if (PREPARABLE.test(text)) said.add(text);
}

/** The statements that the driver is given at once. */
export function textsOf(given: unknown): string[] {
  if (typeof given === 'string') return [given];
  if (typeof given !== 'object' || given === null) return [];
  if ('statements' in given && Array.isArray(given.statements)) return given.statements.flatMap(textsOf);
  return 'text' in given && typeof given.text === 'string' ? [given.text] : [];
}

/** Why the database does not understand a statement; null when it does. Nothing is executed. */
export async function statementProblem(pool: pg.Pool, text: string): Promise<string | null> {
  const client = await pool.connect();
  try {
    await client.query(`prepare held as ${text}`);
    await client.query('deallocate held');
    return null;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}: ${text.replace(/\s+/g, ' ').slice(0, 120)}`;
  } finally {
    client.release();
  }
}

/** Every statement that the database does not understand, with its reason. */
export async function notUnderstood(pool: pg.Pool, statements: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const text of statements) {
    const problem = await statementProblem(pool, text);
    if (problem !== null) problems.push(problem);
  }
  return problems;
}
