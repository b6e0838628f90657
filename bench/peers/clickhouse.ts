import { createRequire } from 'node:module';
import { z } from 'zod';

/** ClickHouse inside this process: no network and no other process in its way. */
export interface ClickHouse {
  /** Runs a statement; the answer as text, one row per line, columns parted by tabs. */
  readonly run: (sql: string) => string;
  readonly close: () => void;
}

const sessionSchema = z.object({
  query: z.function({ input: [z.string(), z.string()], output: z.string() }),
  close: z.function({ input: [], output: z.unknown() }),
});

const moduleSchema = z.object({
  Session: z.custom<new (folder: string) => unknown>((value) => typeof value === 'function'),
});

/** Opens the database in a folder; null where `npm ci --prefix bench` has not been run. */
export function openClickHouse(folder: string): ClickHouse | null {
  let loaded: unknown;
  try {
    loaded = createRequire(new URL('../package.json', import.meta.url))('chdb');
  } catch {
    return null;
  }
  const opened = new (moduleSchema.parse(loaded).Session)(folder);
  sessionSchema.parse(opened);
  const session = opened as { query(sql: string, format: string): string; close(): void };
  return { run: (sql) => session.query(sql, 'TSV'), close: () => session.close() };
}
