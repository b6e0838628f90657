import { z } from 'zod';
import { type Db, execute, rows } from './db.ts';

const rowSchema = z.strictObject({
  kind: z.enum(['call', 'email', 'meeting', 'note']),
  text: z.string(),
  author: z.string(),
  at: z.date(),
});
export type TouchRow = z.infer<typeof rowSchema>;

/** An account's touches up to an instant, newest first. */
export function loadTouches(
  db: Db,
  accountNo: number,
  { upTo, limit }: { readonly upTo: Date; readonly limit: number },
): Promise<TouchRow[]> {
  const text = `select kind, text, author, at from touches
    where account_id = $1 and at <= $2 order by touch_id desc limit $3`;
  return rows(db, rowSchema, text, [accountNo, upTo, limit]);
}

export async function insertTouch(db: Db, accountNo: number, { kind, text, author, at }: TouchRow): Promise<void> {
  await execute(db, 'insert into touches (account_id, kind, text, author, at) values ($1, $2, $3, $4, $5)', [
    accountNo,
    kind,
    text,
    author,
    at,
  ]);
}
