import { z } from 'zod';
import { type Db, execute, executePrepared, rows } from './db.ts';
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

/**
 * The same with the vendor's own id of an account, or null, in one statement. The id of an account that is unknown by
 * now is kept in the detail.
 */
export async function appendAuditById(
  db: Db,
  entry: Omit<AuditEntry, 'accountNo'> & { readonly accountId: string | null },
): Promise<void> {
  const text = `insert into audit_log (actor, action, account_id, detail)
    select $1::text, $2::text, a.account_id, case when a.account_id is null and $3::text is not null
      then $4::jsonb || jsonb_build_object('account_id', $3::text) else $4::jsonb end
    from (values (1)) one (row)
    left join accounts a on a.account_id = (select account_id from account_keys where external_id = $3::text)`;
  const values = [entry.actor, entry.action, entry.accountId, storableJson(entry.detail)];
  await executePrepared(db, { name: 'append-audit', text, values });
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
