import { randomUUID } from 'node:crypto';
import { type Db, execute } from './db.ts';

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
}

/** Keeps a text that a person has sent. @returns its id. */
export async function insertOutreach(db: Db, row: OutreachRow): Promise<string> {
  const outreachId = randomUUID();
  await execute(
    db,
    `insert into outreach (account_id, outreach_id, bucket, persona, template_id, recipient, subject, body,
       created_by, created_at, sent_by, sent_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10)`,
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
    ],
  );
  return outreachId;
}
