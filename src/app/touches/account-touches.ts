import { loadTouches } from '../../store/touches.ts';
import { toAccountRef } from '../accounts/to-standing.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import { accountOf } from '../judgements/judge.ts';
import type { TouchesReport } from './touch-report.ts';

/**
 * The newest touches of an account.
 * @throws AppError `not_found` for an unknown id.
 */
export async function accountTouches({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string; readonly limit: number };
}): Promise<TouchesReport> {
  const entry = await accountOf(ctx, input.accountId);
  const found = await loadTouches(ctx.db, entry.accountNo, { upTo: ctx.now(), limit: input.limit });
  const authors = await authorsOf(
    ctx,
    found.map(({ author }) => author),
  );
  return { account: toAccountRef(entry), touches: found.map((row) => ({ ...row, author: authors(row.author) })) };
}
