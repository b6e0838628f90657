import type { Day } from '../../domain/day.ts';
import type { Db } from '../../store/db.ts';
import { type LossRow, upsertLosses } from '../../store/losses-write.ts';
import { type Entry, entriesOf, type Mark } from './entry.ts';

/** Stores what accounts took away; of several statements about an account and a local day the last one holds. */
export async function recordLosses(
  tx: Db,
  entries: readonly Entry[],
  dayOf: (instant: Date) => Day,
  mark: Mark,
): Promise<void> {
  const losses = new Map<string, { position: number; row: LossRow }>();
  for (const { position, accountId, signal } of entriesOf(entries, 'loss')) {
    const row = {
      account_id: accountId,
      lost_on: dayOf(signal.occurredAt),
      churned: signal.churned,
      lost_mrr_minor: signal.lostMrrMinor,
      currency: signal.currency,
      reason: signal.reason,
    };
    mark({ position }, 'duplicate');
    losses.set(placeOf(row), { position, row });
  }
  const changed = await upsertLosses(
    tx,
    [...losses.values()].map(({ row }) => row),
  );
  for (const row of changed) {
    const loss = losses.get(placeOf(row));
    if (loss) mark(loss, 'accepted');
  }
}

function placeOf({ account_id: accountId, lost_on: day }: Pick<LossRow, 'account_id' | 'lost_on'>): string {
  return `${accountId} ${day}`;
}
