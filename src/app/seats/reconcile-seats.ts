import { lockAccounts } from '../../store/accounts-write.ts';
import { inTransaction } from '../../store/db.ts';
import { billedAccounts } from '../../store/subscriptions.ts';
import type { Context } from '../context.ts';
import { updateSeatLedger } from '../record/update-seat-ledger.ts';

export interface ReconcileReport {
  readonly accounts: number;
  /** Items that billing has named. */
  readonly items: number;
  /** Movements that were missing. */
  readonly movements: number;
  readonly corrections: number;
  /** Items on which a movement by hand is newer than billing's last word, and stands. */
  readonly heldByHand: number;
}

const PAGE = 200;
const NOTE = 'reconcile';

/**
 * Holds the seat ledger of every account against what billing said last, and appends what brings them together:
 * corrections linked to what they correct, or a movement that is missing. Nothing is changed; a second run does nothing.
 */
export async function reconcileSeats({ ctx }: { readonly ctx: Context }): Promise<ReconcileReport> {
  const total = { accounts: 0, items: 0, movements: 0, corrections: 0, heldByHand: 0 };
  let after = 0;
  for (;;) {
    const page = await billedAccounts(ctx.db, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return total;
    after = last.account_id;
    total.accounts += page.length;
    const sources = [...new Set(page.flatMap((account) => account.sources))].sort();
    await inTransaction(ctx.db, async (tx) => {
      await lockAccounts(
        tx,
        page.map((account) => account.account_id),
      );
      for (const source of sources) {
        const accountIds = page.filter((account) => account.sources.includes(source)).map((row) => row.account_id);
        const recordedAt = ctx.now();
        const update = await updateSeatLedger(tx, { source, accountIds, recordedAt, reconcile: { note: NOTE } });
        const corrections = update.added.filter((movement) => movement.kind === 'correction').length;
        total.items += update.items;
        total.corrections += corrections;
        total.movements += update.added.length - corrections;
        total.heldByHand += update.heldByHand;
      }
    });
  }
}
