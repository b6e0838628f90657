import type { Day } from '../../domain/day.ts';
import { AppError } from '../../lib/errors.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { inTransaction } from '../../store/db.ts';
import { type AccountChanges, lockEpisodes, markEvaluated, writeChanges } from '../../store/episodes-write.ts';
import type { Context } from '../context.ts';
import { evaluateSnapshotDay } from './evaluate-snapshot-day.ts';
import { openBook, pendingDays } from './pending-days.ts';

export interface EpisodesUpdate {
  /** Snapshot days that were evaluated by this call, oldest first. */
  readonly days: readonly Day[];
  /** Episodes that began and that ended. */
  readonly opened: number;
  readonly recovered: number;
}

/**
 * Evaluates the snapshot days that were not evaluated yet, up to a day (today when absent), oldest first, each in one
 * transaction. One process at a time; the others wait and find it done. Saying it twice changes nothing.
 * @throws AppError `conflict` when another process evaluates for over a minute.
 */
export async function updateEpisodes({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly day?: Day | undefined };
}): Promise<EpisodesUpdate> {
  const upTo = input.day ?? localDayOf(ctx.now(), ctx.timeZone);
  const done: EvaluatedDay[] = [];
  for (;;) {
    const evaluated = await inTransaction(ctx.db, (tx) => evaluateNext({ ...ctx, db: tx }, upTo));
    if (evaluated === null) break;
    done.push(evaluated);
  }
  const count = (kind: string): number =>
    done.reduce((sum, { accounts }) => sum + accounts.reduce((n, { changes }) => n + ofKind(changes, kind), 0), 0);
  return { days: done.map(({ day }) => day), opened: count('opened'), recovered: count('recovered') };
}

interface EvaluatedDay {
  readonly day: Day;
  readonly accounts: readonly AccountChanges[];
}

function ofKind(changes: AccountChanges['changes'], wanted: string): number {
  return changes.filter(({ kind }) => kind === wanted).length;
}

async function evaluateNext(ctx: Context, upTo: Day): Promise<EvaluatedDay | null> {
  if (!(await lockEpisodes(ctx.db))) {
    throw new AppError('conflict', 'Another process has been evaluating days for over a minute. Try again later.');
  }
  const { pending, snapshotDays } = await pendingDays(ctx, upTo);
  const [run] = pending;
  if (run === undefined) return null;
  const { day, held } = run;
  const episodes = await openBook(ctx, day);
  const { accounts, changes } = await evaluateSnapshotDay(ctx, { day, held, snapshotDays, episodes });
  const written = [...changes].map(([accountId, own]) => ({ accountId, changes: own }));
  await writeChanges(ctx.db, { day, at: ctx.now(), accounts: written });
  await markEvaluated(ctx.db, { ...run, accounts, evaluatedAt: ctx.now() });
  return { day, accounts: written };
}
