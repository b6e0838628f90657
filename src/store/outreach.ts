import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BandLabel } from '../domain/assessment.ts';
import type { Day } from '../domain/day.ts';
import { type Db, execute, oneRow, preparedRows } from './db.ts';
import { runQuery } from './query-file.ts';

export interface OutreachRow {
  readonly accountNo: number;
  readonly bucket: string;
  readonly persona: string;
  readonly templateId: string;
  readonly recipient: string | null;
  readonly subject: string;
  readonly body: string;
  /** Slack user id of who sent it. */
  readonly sentBy: string;
  readonly sentAt: Date;
  /** What spoke against writing; empty exactly when there is no reason to override it. */
  readonly heldBy: readonly string[];
  readonly overrideReason: string | null;
}

/** First of the two keys of our advisory locks on an account's outreach. */
const LOCK_CLASS = 4_153_874;

/** Two people who write to an account at once do so one after the other; held until the transaction ends. */
export async function lockOutreach(tx: Db, accountNo: number): Promise<void> {
  await execute(tx, 'select pg_advisory_xact_lock($1, ($2::bigint % 2147483647)::int)', [LOCK_CLASS, accountNo]);
}

/** Keeps a text that a person has sent. @returns its id. */
export async function insertOutreach(db: Db, row: OutreachRow): Promise<string> {
  const outreachId = randomUUID();
  await execute(
    db,
    `insert into outreach (account_id, outreach_id, bucket, persona, template_id, recipient, subject, body,
       created_by, created_at, sent_by, sent_at, held_by, override_reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10, $11, $12)`,
    [
      row.accountNo,
      outreachId,
      row.bucket,
      row.persona,
      row.templateId,
      row.recipient,
      row.subject,
      row.body,
      row.sentBy,
      row.sentAt,
      row.heldBy,
      row.overrideReason,
    ],
  );
  return outreachId;
}

const contactSchema = z.strictObject({
  at: z.date(),
  author: z.string(),
  kind: z.enum(['draft', 'call', 'email', 'meeting', 'note']),
  template_id: z.string().nullable(),
});
export type LastContactRow = z.infer<typeof contactSchema>;

/** The last thing that one of ours did with an account; with `notes` false, the last mail, call or meeting. */
export async function loadLastContact(
  db: Db,
  accountNo: number,
  { notes }: { readonly notes: boolean },
): Promise<LastContactRow | null> {
  const text = `(select sent_at as at, sent_by as author, 'draft' as kind, template_id
      from outreach where account_id = $1 and sent_at is not null order by sent_at desc limit 1)
    union all
    (select at, author, kind, null from touches
      where account_id = $1 and (kind <> 'note' or $2) order by at desc limit 1)
    order by at desc limit 1`;
  const statement = { name: 'last-contact-of-account', text, values: [accountNo, notes] };
  return (await preparedRows(db, contactSchema, statement))[0] ?? null;
}

/** Urgent tickets of an account that are open now. */
export async function countUrgentOpen(db: Db, accountNo: number): Promise<number> {
  const text = `select count(*)::int as tickets from tickets
    where account_id = $1 and (closed_at is null or last_opened_at > closed_at)
      and lower(priority) in ('urgent', 'critical', 'p1')`;
  return (await oneRow(db, z.strictObject({ tickets: z.int() }), text, [accountNo]))?.tickets ?? 0;
}

const bandSchema = z.custom<BandLabel>((value) => typeof value === 'string');

export const outcomeRowSchema = z.strictObject({
  account_id: z.string(),
  account_name: z.string(),
  template_id: z.string(),
  sent_by: z.string(),
  sent_on: z.string(),
  open_alerts: z.int(),
  ended_on: z.string().nullable(),
  band: bandSchema.nullable(),
  bands: z.array(z.strictObject({ day: z.string(), band: bandSchema })),
});
export type OutcomeRow = z.infer<typeof outcomeRowSchema>;

/** The newest texts that were sent since a local day, newest first, with what became of their accounts. */
export function loadOutcomes(
  db: Db,
  input: { readonly timeZone: string; readonly since: Day; readonly most: number },
): Promise<OutcomeRow[]> {
  const { timeZone, since, most } = input;
  return runQuery(db, 'outreach-outcomes', outcomeRowSchema, { time_zone: timeZone, since, most });
}
