import { daysBetween } from '../../domain/day.ts';
import { templateLabel } from '../../email/templates/index.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { type LastContactRow, loadLastContact } from '../../store/outreach.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import { accountOf, todayOf } from '../judgements/judge.ts';
import type { LastContact, LastTouch } from './outreach-report.ts';

/**
 * The last thing that one of ours did with an account, notes included; null when nothing was recorded.
 * @throws AppError `not_found` for an unknown id.
 */
export async function lastTouch({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string };
}): Promise<LastTouch | null> {
  const { accountNo } = await accountOf(ctx, input.accountId);
  const row = await loadLastContact(ctx.db, accountNo, { notes: true });
  return row === null ? null : { ...(await describe(ctx, row)), kind: row.kind };
}

/** The last mail, call or meeting with an account by its number; null when none was recorded. */
export async function lastContactOf(ctx: Context, accountNo: number): Promise<LastContact | null> {
  const row = await loadLastContact(ctx.db, accountNo, { notes: false });
  return row === null || row.kind === 'note' ? null : { ...(await describe(ctx, row)), kind: row.kind };
}

async function describe(ctx: Context, row: LastContactRow): Promise<Omit<LastContact, 'kind'>> {
  const on = localDayOf(row.at, ctx.timeZone);
  const author = await authorsOf(ctx, [row.author]);
  const wording = row.template_id === null ? null : templateLabel(row.template_id);
  return { on, by: author(row.author), wording, daysAgo: daysBetween(on, todayOf(ctx)) };
}
