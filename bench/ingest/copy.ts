import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from } from 'pg-copy-streams';
import type { BenchEvent } from './stream.ts';

const CHUNK = 5000;

/** Two tables like `events`, without its partitions: one bare, one with its unique index. */
export const COPY_TABLES = [
  'create table copied (like events)',
  'create table copied_unique (like events)',
  'create unique index on copied_unique (account_id, event_id)',
];

/** The rows of events as the text that COPY reads, in chunks: made before the clock starts. */
export function copyText(events: readonly BenchEvent[]): Buffer[] {
  return Array.from({ length: Math.ceil(events.length / CHUNK) }, (_, chunk) =>
    Buffer.from(
      events
        .slice(chunk * CHUNK, (chunk + 1) * CHUNK)
        .map(({ nameId, person, signal }) => {
          const { accountId, userNo } = person;
          return `${accountId}\t${signal.occurredAt.toISOString()}\t${signal.id}\t${userNo}\t${nameId}\t0\t\\N\n`;
        })
        .join(''),
    ),
  );
}

/** One COPY of everything, which is one transaction. */
export async function copyInto(pool: pg.Pool, table: 'copied' | 'copied_unique', text: readonly Buffer[]) {
  const client = await pool.connect();
  try {
    const copy = client.query(from(`copy ${table} from stdin`));
    for (const chunk of text) if (!copy.write(chunk)) await new Promise<void>((done) => copy.once('drain', done));
    copy.end();
    await finished(copy);
  } finally {
    client.release();
  }
}
