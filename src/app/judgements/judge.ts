import type { Day } from '../../domain/day.ts';
import { AppError } from '../../lib/errors.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { type AccountEntry, findAccountById } from '../../store/accounts.ts';
import { inTransaction } from '../../store/db.ts';
import { lockJudgements, type Moment } from '../../store/judgements.ts';
import type { Context } from '../context.ts';

/** An account that is being judged: in one transaction, by one person at a time. */
export interface Judged {
  readonly ctx: Context;
  readonly entry: AccountEntry;
  readonly moment: Moment;
}

/** Today in the team's zone. */
export function todayOf(ctx: Context): Day {
  return localDayOf(ctx.now(), ctx.timeZone);
}

/**
 * Runs `work` on an account in a transaction of its own.
 * @throws AppError `not_found` for an unknown account, and whatever `work` throws, with nothing kept.
 */
export async function judge<T>(ctx: Context, accountId: string, work: (judged: Judged) => Promise<T>): Promise<T> {
  const entry = await accountOf(ctx, accountId);
  return inTransaction(ctx.db, async (tx) => {
    await lockJudgements(tx, entry.accountNo);
    return work({ ctx: { ...ctx, db: tx }, entry, moment: { at: ctx.now(), day: todayOf(ctx) } });
  });
}

/** @throws AppError `not_found` for an unknown id. */
export async function accountOf(ctx: Context, accountId: string): Promise<AccountEntry> {
  const entry = await findAccountById(ctx.db, accountId);
  if (entry !== null) return entry;
  throw new AppError('not_found', `There is no account with the id ${accountId}. Look it up by its name.`);
}
