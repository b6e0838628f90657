import { z } from 'zod';
import { type Db, rows } from './db.ts';

const identity = z.object({ account_id: z.number(), user_key: z.string(), answered_at: z.date() });

export interface NpsRow extends z.infer<typeof identity> {
  readonly score: number;
}

/**
 * Stores answers; one person answers once per instant.
 * @returns those that were not there before.
 */
export async function insertNpsAnswers(db: Db, answers: readonly NpsRow[]): Promise<z.infer<typeof identity>[]> {
  if (answers.length === 0) return [];
  return rows(
    db,
    identity,
    `insert into nps_answers (account_id, user_key, answered_at, score)
     select account_id, user_key, answered_at, score from jsonb_populate_recordset(null::nps_answers, $1::jsonb)
     order by account_id, user_key, answered_at
     on conflict do nothing
     returning account_id, user_key, answered_at`,
    [JSON.stringify(answers)],
  );
}
