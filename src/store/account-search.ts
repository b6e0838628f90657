import { z } from 'zod';
import { type AccountEntry, accountRowSchema, toAccountEntry } from './accounts.ts';
import { type Db, preparedRows } from './db.ts';
import { queryCall, runQuery } from './query-file.ts';

export const lookupRowSchema = accountRowSchema.extend({ rank: z.int() });
export const similarRowSchema = lookupRowSchema.extend({ score: z.int() });

export interface Ranked {
  readonly entry: AccountEntry;
  /** 1 is the best kind of match. */
  readonly rank: number;
}

/** Accounts that the text names (ranks 1 to 4: id, name, domain, alias) or that begin with it (5), best first. */
export async function lookupAccounts(db: Db, text: string, limit: number): Promise<Ranked[]> {
  const folded = text.toLowerCase();
  const prefix = `${folded.replace(/[\\%_]/g, '\\$&')}%`;
  const query = queryCall('account-lookup', { text: folded, prefix, limit });
  const found = await preparedRows(db, lookupRowSchema, { name: 'account-lookup', ...query });
  return found.map(({ rank, ...account }) => ({ rank, entry: toAccountEntry(account) }));
}

/**
 * Accounts most like the text whatever its accents (ranks: 1 the same, 2 begins with it, 3 contains it, 4 similar),
 * best first. `score` is the similarity in thousandths.
 */
export async function similarAccounts(
  db: Db,
  text: string,
  limit: number,
): Promise<(Ranked & { readonly score: number })[]> {
  const folded = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  const found = await runQuery(db, 'account-similar', similarRowSchema, { text: folded, limit });
  return found.map(({ rank, score, ...account }) => ({ rank, score, entry: toAccountEntry(account) }));
}
