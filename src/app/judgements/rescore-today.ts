import { AppError } from '../../lib/errors.ts';
import { loadRun } from '../../store/snapshots.ts';
import { lockSnapshotDay } from '../../store/snapshots-write.ts';
import { snapshotScores } from '../snapshots/snapshot-scores.ts';
import type { Judged } from './judge.ts';

/**
 * Scores the account again for today, so that what was decided shows at once. False while today has no snapshot yet:
 * the first one has to be of all accounts, and will know of the decision.
 * @throws AppError `conflict` when another process holds the day for over a minute.
 */
export async function rescoreToday({ ctx, entry, moment: { day } }: Judged): Promise<boolean> {
  if (!(await lockSnapshotDay(ctx.db, day))) {
    throw new AppError('conflict', `The snapshot of ${day} is still being written. Try again in a minute.`);
  }
  const run = await loadRun(ctx.db, day);
  if (run?.day !== day) return false;
  await snapshotScores({ ctx, input: { day, accountIds: [entry.accountId] } });
  return true;
}
