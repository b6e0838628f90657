import { daysBetween } from '../../domain/day.ts';
import { templateLabel } from '../../email/templates/index.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { loadLastContact } from '../../store/outreach.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import { accountOf, todayOf } from '../judgements/judge.ts';
import type { LastContact } from './outreach-report.ts';

/**
 * The last mail, call or meeting with an account; null when none was recorded.
 * @throws AppError `not_found` for an unknown id.
 */
export async function lastContact({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string };
}): Promise<LastContact | null> {
  const { accountNo } = await accountOf(ctx, input.accountId);
  return lastContactOf(ctx, accountNo);
}

/** The same by the account's number. */
export async function lastContactOf(ctx: Context, accountNo: number): Promise<LastContact | null> {
  const row = await loadLastContact(ctx.db, accountNo);
  if (row === null) return null;
  const on = localDayOf(row.at, ctx.timeZone);
  const author = (await authorsOf(ctx, [row.author]))(row.author);
  const wording = row.template_id === null ? null : templateLabel(row.template_id);
  return { on, by: author, kind: row.kind, wording, daysAgo: daysBetween(on, todayOf(ctx)) };
}
