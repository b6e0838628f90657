import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { SENTIMENTS, type Sentiment } from '../domain/judgement.ts';
import { type Db, execute, preparedRows, rows } from './db.ts';

/** When something was made or ended: the instant and its local day. */
export interface Moment {
  readonly at: Date;
  readonly day: Day;
}

/** First of the two keys of our advisory locks on an account's judgements. */
const LOCK_CLASS = 4_153_873;

/** Two people who judge an account at once do so one after the other; held until the transaction ends. */
export async function lockJudgements(tx: Db, accountNo: number): Promise<void> {
  await execute(tx, 'select pg_advisory_xact_lock($1, ($2::bigint % 2147483647)::int)', [LOCK_CLASS, accountNo]);
}

const authorSchema = z.strictObject({ id: z.string(), name: z.string() });

/** Names of owners by Slack user id; somebody else has no entry. */
export async function loadAuthorNames(db: Db, slackUserIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (slackUserIds.length === 0) return new Map();
  const text = 'select slack_user_id as id, name from owners where slack_user_id = any ($1) order by email desc';
  const found = await rows(db, authorSchema, text, [slackUserIds]);
  return new Map(found.map(({ id, name }) => [id, name]));
}

const sentimentSchema = z.strictObject({
  sentiment: z.enum(SENTIMENTS),
  note: z.string().nullable(),
  author: z.string(),
  created_at: z.date(),
});
export type SentimentRow = z.infer<typeof sentimentSchema>;

/** What people felt about an account, newest first. */
export function loadSentiments(db: Db, accountNo: number, limit: number): Promise<SentimentRow[]> {
  const text = `select sentiment, note, author, created_at
    from sentiments where account_id = $1 order by sentiment_id desc limit $2`;
  return preparedRows(db, sentimentSchema, { name: 'sentiments-of-account', text, values: [accountNo, limit] });
}

export async function insertSentiment(
  db: Db,
  accountNo: number,
  felt: { readonly sentiment: Sentiment; readonly note: string | null; readonly author: string; readonly at: Date },
): Promise<void> {
  await execute(
    db,
    'insert into sentiments (account_id, sentiment, note, author, created_at) values ($1, $2, $3, $4, $5)',
    [accountNo, felt.sentiment, felt.note, felt.author, felt.at],
  );
}
