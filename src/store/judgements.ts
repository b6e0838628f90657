import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { OVERRIDE_KINDS, type ScoreOverride } from '../domain/override.ts';
import { type Db, rows } from './db.ts';

const authorSchema = z.strictObject({ id: z.string(), name: z.string() });

/** Names of owners by Slack user id; somebody else has no entry. */
export async function loadAuthorNames(db: Db, slackUserIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (slackUserIds.length === 0) return new Map();
  const text = 'select slack_user_id as id, name from owners where slack_user_id = any ($1) order by email desc';
  const found = await rows(db, authorSchema, text, [slackUserIds]);
  return new Map(found.map(({ id, name }) => [id, name]));
}

const inForceSchema = z.strictObject({
  account_no: z.int(),
  kind: z.enum(OVERRIDE_KINDS),
  tenths: z.int(),
  reason: z.string(),
  author: z.string(),
  expires_on: z.string(),
});

/** The overrides that count for a day, by account number; of all accounts when none are named. */
export async function loadOverridesInForce(
  db: Db,
  day: Day,
  accountNos: readonly number[] | null,
): Promise<ReadonlyMap<number, ScoreOverride>> {
  const found = await rows(
    db,
    inForceSchema,
    `select distinct on (account_id) account_id as account_no, kind, tenths, reason, author, expires_on
     from score_overrides
     where starts_on <= $1 and expires_on >= $1 and (ended_on is null or ended_on > $1)
       and ($2::bigint[] is null or account_id = any ($2))
     order by account_id, override_id desc`,
    [day, accountNos],
  );
  return new Map(found.map(({ account_no, expires_on, ...rest }) => [account_no, { ...rest, expiresOn: expires_on }]));
}
