import { z } from 'zod';
import { type Db, execute, rows } from './db.ts';
import { storableJson } from './storable-json.ts';

export interface AuditEntry {
  /** Slack user id, or the name of a command or job. */
  readonly actor: string;
  readonly action: string;
  readonly accountNo: number | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Adds a line to the record of who did what. There is no way to change or remove one. */
export async function appendAudit(db: Db, { actor, action, accountNo, detail }: AuditEntry): Promise<void> {
  await execute(db, 'insert into audit_log (actor, action, account_id, detail) values ($1, $2, $3, $4)', [
    actor,
    action,
    accountNo,
    storableJson(detail),
  ]);
}

const auditRowSchema = z.strictObject({
  id: z.int(),
  at: z.date(),
  actor: z.string(),
  action: z.string(),
  account_no: z.int().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

/** Lines of the record, newest first; null does not filter. */
export function loadAudit(
  db: Db,
  filter: {
    readonly since: Date | null;
    readonly accountNo: number | null;
    readonly actor: string | null;
    readonly before: number | null;
    readonly limit: number;
  },
): Promise<AuditRow[]> {
  const text = `select audit_id as id, at, actor, action, account_id as account_no, detail from audit_log
    where ($1::timestamptz is null or at >= $1) and ($2::bigint is null or account_id = $2)
      and ($3::text is null or actor = $3) and ($4::bigint is null or audit_id < $4)
    order by audit_id desc limit $5`;
  return rows(db, auditRowSchema, text, [filter.since, filter.accountNo, filter.actor, filter.before, filter.limit]);
}
