import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { OVERRIDE_KINDS, type ScoreOverride } from '../domain/override.ts';
import { type Db, execute, preparedRows, rows } from './db.ts';
import type { Moment } from './judgements.ts';

const rowSchema = z.strictObject({
  id: z.int(),
  kind: z.enum(OVERRIDE_KINDS),
  tenths: z.int(),
  reason: z.string(),
  author: z.string(),
  starts_on: z.string(),
  expires_on: z.string(),
  ended_on: z.string().nullable(),
  ended_by: z.string().nullable(),
});
export type OverrideRow = z.infer<typeof rowSchema>;

/** An account's overrides, newest first. */
export function loadOverrides(db: Db, accountNo: number, limit: number): Promise<OverrideRow[]> {
  const text = `select override_id as id, kind, tenths, reason, author, starts_on, expires_on, ended_on, ended_by
    from score_overrides where account_id = $1 order by override_id desc limit $2`;
  return preparedRows(db, rowSchema, { name: 'overrides-of-account', text, values: [accountNo, limit] });
}

export async function insertOverride(db: Db, accountNo: number, override: ScoreOverride, made: Moment): Promise<void> {
  const { kind, tenths, reason, author, expiresOn } = override;
  await execute(
    db,
    `insert into score_overrides (account_id, kind, tenths, reason, author, created_at, starts_on, expires_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [accountNo, kind, tenths, reason, author, made.at, made.day, expiresOn],
  );
}

/** Gives an override its end; one that has an end keeps it. */
export async function endOverrideRow(
  db: Db,
  key: { readonly accountNo: number; readonly id: number },
  end: Moment & { readonly by: string },
): Promise<void> {
  await execute(
    db,
    `update score_overrides set ended_at = $3, ended_on = $4, ended_by = $5
     where account_id = $1 and override_id = $2 and ended_at is null`,
    [key.accountNo, key.id, end.at, end.day, end.by],
  );
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
