import type { Day } from '../../domain/day.ts';
import { AppError } from '../../lib/errors.ts';
import { lockSnapshotDay } from '../../store/snapshots-write.ts';
import type { Context } from '../context.ts';

/**
 * Keeps every other process from planning, finishing or writing the day until the transaction ends.
 * @throws AppError `conflict` when another one holds it for over a minute.
 */
export async function holdDay(ctx: Context, day: Day): Promise<void> {
  if (await lockSnapshotDay(ctx.db, day)) return;
  throw new AppError('conflict', `Another process has been writing the snapshot of ${day} for over a minute.`);
}
