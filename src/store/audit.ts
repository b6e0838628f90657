import { type Db, execute } from './db.ts';
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
