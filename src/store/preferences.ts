import { z } from 'zod';
import { DM_LINES, type DmLines } from '../domain/dm-lines.ts';
import { type Db, execute, oneRow, rows } from './db.ts';

const COLUMNS = 'slack_user_id, dm_digest, dm_lines, time_zone';

const preferencesSchema = z
  .strictObject({
    slack_user_id: z.string(),
    dm_digest: z.boolean(),
    dm_lines: z.enum(DM_LINES),
    time_zone: z.string().nullable(),
  })
  .transform((row) => ({
    slackUserId: row.slack_user_id,
    dmDigest: row.dm_digest,
    dmLines: row.dm_lines,
    /** IANA; null: the team's. */
    timeZone: row.time_zone,
  }));

/** What a person chose for themselves. */
export type Preferences = z.infer<typeof preferencesSchema>;

/** What is to change; the rest stays, or is the default. */
export interface PreferencesChange {
  readonly dmDigest?: boolean | undefined;
  readonly dmLines?: DmLines | undefined;
  readonly timeZone?: string | null | undefined;
}

/** A person's own choices; null while they made none. */
export function findPreferences(db: Db, slackUserId: string): Promise<Preferences | null> {
  return oneRow(db, preferencesSchema, `select ${COLUMNS} from preferences where slack_user_id = $1`, [slackUserId]);
}

/** Keeps a person's choices; false when nothing changed. */
export async function savePreferences(
  db: Db,
  slackUserId: string,
  { dmDigest, dmLines, timeZone }: PreferencesChange,
  at: Date,
): Promise<boolean> {
  const touched = await execute(
    db,
    `insert into preferences as p (slack_user_id, dm_digest, dm_lines, time_zone, updated_at)
     values ($1, coalesce($2, false), coalesce($3, 'all'), $4, $6)
     on conflict (slack_user_id) do update set dm_digest = coalesce($2, p.dm_digest),
       dm_lines = coalesce($3, p.dm_lines), time_zone = case when $5 then $4 else p.time_zone end,
       updated_at = excluded.updated_at
     where (p.dm_digest, p.dm_lines, p.time_zone) is distinct from
       (coalesce($2, p.dm_digest), coalesce($3, p.dm_lines), case when $5 then $4 else p.time_zone end)`,
    [slackUserId, dmDigest ?? null, dmLines ?? null, timeZone ?? null, timeZone !== undefined, at],
  );
  return touched > 0;
}

/** The people who want their accounts by direct message and what they chose, in a fixed order. */
export function listDmReaders(db: Db): Promise<Preferences[]> {
  return rows(db, preferencesSchema, `select ${COLUMNS} from preferences where dm_digest order by slack_user_id`);
}
