import { z } from 'zod';
import { type Db, execute, oneRow, rows } from './db.ts';

const preferencesSchema = z
  .strictObject({ slack_user_id: z.string(), dm_digest: z.boolean() })
  .transform((row) => ({ slackUserId: row.slack_user_id, dmDigest: row.dm_digest }));

/** What a person chose for themselves. */
export type Preferences = z.infer<typeof preferencesSchema>;

/** A person's own choices; null while they made none. */
export function findPreferences(db: Db, slackUserId: string): Promise<Preferences | null> {
  const text = 'select slack_user_id, dm_digest from preferences where slack_user_id = $1';
  return oneRow(db, preferencesSchema, text, [slackUserId]);
}

/** Keeps a person's choices; false when nothing changed. */
export async function savePreferences(db: Db, { dmDigest, slackUserId }: Preferences, at: Date): Promise<boolean> {
  const touched = await execute(
    db,
    `insert into preferences as p (slack_user_id, dm_digest, updated_at) values ($1, $2, $3)
     on conflict (slack_user_id) do update set dm_digest = excluded.dm_digest, updated_at = excluded.updated_at
     where p.dm_digest <> excluded.dm_digest`,
    [slackUserId, dmDigest, at],
  );
  return touched > 0;
}

/** Slack ids of the people who want their accounts by direct message, in a fixed order. */
export async function listDmReaders(db: Db): Promise<string[]> {
  const schema = z.strictObject({ slack_user_id: z.string() });
  const found = await rows(db, schema, 'select slack_user_id from preferences where dm_digest order by slack_user_id');
  return found.map(({ slack_user_id: id }) => id);
}
