import { z } from 'zod';
import type { Db } from './db.ts';
import { runQuery } from './query-file.ts';

export const accountLifeSchema = z.strictObject({
  account_no: z.int(),
  since: z.string().nullable(),
  left_on: z.string().nullable(),
  ended_at: z.date().nullable(),
});

/** When accounts came and left; a day or instant that nothing tells is null. */
export function readAccountLives(db: Db, accountNos: readonly number[]): Promise<z.infer<typeof accountLifeSchema>[]> {
  return runQuery(db, 'account-lives', accountLifeSchema, { account_nos: accountNos });
}
