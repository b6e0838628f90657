import type { Day } from '../../domain/day.ts';
import { startOfLocalDay } from '../../lib/local-time.ts';
import { loadAccounts } from '../../store/accounts.ts';
import { loadAudit } from '../../store/audit.ts';
import { toAccountRef } from '../accounts/to-standing.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import { accountOf } from '../judgements/judge.ts';
import type { AuditReport } from './audit-report.ts';

export interface ReadAuditInput {
  /** First local day in the team's zone. */
  readonly since?: Day | undefined;
  /** The vendor's own id. */
  readonly accountId?: string | undefined;
  /** Slack user id, or the name of a command. */
  readonly actor?: string | undefined;
  /** Only lines before this one, for the next page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/**
 * A page of who looked at what and who changed what, newest first.
 * @throws AppError `not_found` for an unknown account.
 */
export async function readAudit({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: ReadAuditInput;
}): Promise<AuditReport> {
  const { accountId, actor, before, limit, since } = input;
  const rows = await loadAudit(ctx.db, {
    since: since === undefined ? null : startOfLocalDay(since, ctx.timeZone),
    accountNo: accountId === undefined ? null : (await accountOf(ctx, accountId)).accountNo,
    actor: actor ?? null,
    before: before ?? null,
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const numbers = page.flatMap(({ account_no: no }) => no ?? []);
  const accounts = await loadAccounts(ctx.db, [...new Set(numbers)]);
  const authors = await authorsOf(
    ctx,
    page.map((row) => row.actor),
  );
  return {
    timeZone: ctx.timeZone,
    lines: page.map((row) => {
      const entry = row.account_no === null ? undefined : accounts.get(row.account_no);
      const { action, at, detail, id } = row;
      return { id, at, actor: authors(row.actor), action, account: entry ? toAccountRef(entry) : null, detail };
    }),
    before: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
