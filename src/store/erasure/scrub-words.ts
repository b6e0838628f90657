import { z } from 'zod';
import type { Redact } from '../../domain/erasure/redact.ts';
import { type Db, execute, inTransaction, rows } from '../db.ts';
import type { WordTable } from './tables.ts';

/** What is looked for, and what is put in its place. */
export interface Scrub {
  /** Looked for in rows of these accounts, and in those of no account. */
  readonly needles: readonly string[];
  readonly accountNos: readonly number[];
  /** An account whose own rows go anyway. */
  readonly leaveOut: number | null;
  /** Looked for in rows of other accounts. */
  readonly elsewhere: readonly string[];
  readonly redact: Redact;
  readonly redactElsewhere: Redact;
  /** Whether one of the needles stands in words, not counting what is replaced besides. */
  readonly isNamed: (words: unknown) => boolean;
  /** Whether words of no account may name one of many people; null: nobody is looked for in this way. */
  readonly tells: ((text: string) => boolean) | null;
}

/** So many rows are changed in one transaction, so that their locks are short. */
const BATCH = 200;

const wordRow = z.strictObject({
  place: z.string(),
  account_id: z.int().nullable(),
  words: z.record(z.string(), z.unknown()),
});
export type WordRow = z.infer<typeof wordRow>;

/** Rows of a table in whose words one of the needles stands, whatever is a whole word there. */
export function findWords(
  db: Db,
  table: WordTable,
  scrub: Scrub,
  limit?: { after: string; most: number },
): Promise<WordRow[]> {
  const columns = Object.keys(table.columns);
  const words = columns.map((column) => `'${column}', t.${column}`).join(', ');
  const like = (list: string) =>
    `(${columns.map((column) => `t.${column}::text ilike any (${list}::text[])`).join(' or ')})`;
  const account = table.ofAccounts ? 't.account_id' : 'null::bigint';
  const here = `(${account} is null or ${account} = any ($1::bigint[]))`;
  return rows(
    db,
    wordRow,
    `select t.ctid::text as place, ${account} as account_id, jsonb_build_object(${words}) as words
     from ${table.table} t
     where (($7 and ${account} is null) or (${here} and ${like('$2')}) or ${like('$3')}) and t.ctid >= $4::tid
       and ($6::bigint is null or ${account} is distinct from $6)
     order by t.ctid limit $5`,
    [
      scrub.accountNos,
      patterns(scrub.needles),
      patterns(scrub.elsewhere),
      limit?.after ?? '(0,0)',
      limit?.most ?? null,
      scrub.leaveOut,
      scrub.tells !== null,
    ],
  );
}

/** Replaces what names somebody in the words of a table; how many rows changed. */
export async function scrubWords(db: Db, table: WordTable, scrub: Scrub): Promise<number> {
  let changed = 0;
  let after = '(0,0)';
  for (;;) {
    const batch = await inTransaction(db, async (tx) => {
      const found = await findWords(tx, table, scrub, { after, most: BATCH });
      if (found.length > 0) changed += await rewrite(tx, table, found, scrub);
      return found;
    });
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH || last.place === after) return changed;
    // Where tables are spread, several rows have one place, and some of them may be on the next page.
    after = last.place;
  }
}

async function rewrite(
  tx: Db,
  { columns, ofAccounts, table }: WordTable,
  found: readonly WordRow[],
  scrub: Scrub,
): Promise<number> {
  // Thought out before the first row is locked.
  const changes = found.flatMap((row) => {
    const words = changedWords(row, scrub);
    return words.length === 0 ? [] : [{ place: row.place, accountNo: row.account_id, words }];
  });
  if (changes.length === 0) return 0;
  await execute(tx, `select set_config('cs_pulse.forget', 'on', true)`);
  let changed = 0;
  for (const { accountNo, place, words } of changes) {
    const sets = words.map(([column], at) => `${column} = $${at + 3}`);
    const account = ofAccounts ? 'account_id is not distinct from $2' : '$2::bigint is null';
    // A row that somebody changed meanwhile has another place by now: the second pass finds it.
    changed += await execute(tx, `update ${table} set ${sets.join(', ')} where ctid = $1::tid and ${account}`, [
      place,
      accountNo,
      ...words.map(([column, now]) => (columns[column] === 'json' ? JSON.stringify(now) : now)),
    ]);
  }
  await execute(tx, `select set_config('cs_pulse.forget', '', true)`);
  return changed;
}

/** Columns of a row with what they are to hold, where that differs. */
export function changedWords({ account_id: accountId, words }: WordRow, scrub: Scrub): (readonly [string, unknown])[] {
  const isHere = accountId === null || scrub.accountNos.includes(accountId);
  const isNamed = !isHere || scrub.isNamed(words) || scrub.tells?.(JSON.stringify(words)) === true;
  if (!isNamed) return [];
  const redact = isHere ? scrub.redact : scrub.redactElsewhere;
  return Object.entries(words).flatMap(([column, before]) => {
    const now = fitting(before, redact(before));
    return JSON.stringify(now) === JSON.stringify(before) ? [] : [[column, now] as const];
  });
}

/** A text that grew stays within what its column takes, which is never less than this. */
const ALWAYS_FITS = 200;

function fitting(before: unknown, now: unknown): unknown {
  if (typeof before !== 'string' || typeof now !== 'string' || now.length <= ALWAYS_FITS) return now;
  return [...now].slice(0, Math.max([...before].length, ALWAYS_FITS)).join('');
}

/** For `ilike`, as a text and as it stands within JSON, in the spellings that a plain locale does not take for equal. */
function patterns(needles: readonly string[]): string[] {
  const spelled = needles.flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()]);
  const written = spelled.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
  return [...new Set(written)].map((text) => `%${text.replace(/[\\%_]/g, '\\$&')}%`);
}
