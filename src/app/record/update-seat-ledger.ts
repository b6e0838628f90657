import { groupBy } from '../../domain/group-by.ts';
import {
  correctOrphans,
  deriveMovements,
  type LedgerRow,
  type NewMovement,
  orderObservations,
} from '../../domain/seat-ledger.ts';
import type { Db } from '../../store/db.ts';
import { insertMovements, type NewMovementRow, readMovements } from '../../store/seat-ledger.ts';
import { readSubscriptionStates } from '../../store/subscriptions.ts';
import {
  concerning,
  type ItemHistory,
  type ItemLedger,
  itemHistories,
  itemKey,
  itemLedgers,
} from './item-histories.ts';

export interface UpdateSeatLedger {
  readonly source: string;
  /** Locked by the caller. */
  readonly accountIds: readonly number[];
  readonly recordedAt: Date;
  /** Also takes back movements whose state is not known, and says why in the note. */
  readonly reconcile?: { readonly note: string } | undefined;
}

export interface LedgerUpdate {
  /** Items that the source has named. */
  readonly items: number;
  readonly added: readonly NewMovementRow[];
  /** Items whose balance differs from what the source said last, because a movement by hand is newer. */
  readonly heldByHand: number;
}

/** Appends the movements that the ledgers of locked accounts owe to everything a source has said so far. */
export async function updateSeatLedger(tx: Db, input: UpdateSeatLedger): Promise<LedgerUpdate> {
  const { accountIds, reconcile, source } = input;
  const states = await readSubscriptionStates(tx, source, accountIds);
  const ledgers = itemLedgers(await readMovements(tx, accountIds), source);
  const byItem = groupBy(itemHistories(states), ({ accountId, item }) => itemKey(accountId, item));
  const added: NewMovementRow[] = [];
  let heldByHand = 0;
  for (const [place, histories] of byItem) {
    const ledger = ledgers.get(place) ?? { fromSource: [], byHand: [] };
    for (const history of histories) {
      const byHand = concerning(history, histories, ledger.byHand);
      for (const movement of deriveMovements(history.observations, ledger.fromSource, byHand)) {
        added.push(movementRow(input, history, movement));
      }
      if (isHeld(history, byHand)) heldByHand += 1;
    }
    if (reconcile) added.push(...orphanRows(input, histories, ledger));
  }
  await insertMovements(tx, added);
  return { items: byItem.size, added, heldByHand };
}

function orphanRows(input: UpdateSeatLedger, histories: readonly ItemHistory[], ledger: ItemLedger): NewMovementRow[] {
  const observations = histories.flatMap((history) => history.observations);
  const newest = orderObservations(observations).at(-1);
  const [history] = histories;
  if (newest === undefined || history === undefined) return [];
  const known = new Set(observations.map(({ stateId }) => stateId));
  return correctOrphans(ledger.fromSource, known, newest.stateId).map((row) => movementRow(input, history, row));
}

function isHeld({ observations }: ItemHistory, byHand: readonly LedgerRow[]): boolean {
  const last = orderObservations(observations).at(-1);
  const newer = byHand.filter((row) => last !== undefined && row.recordedAt >= last.recordedAt);
  return newer.reduce((sum, row) => sum + row.delta, 0) !== 0;
}

function movementRow(
  { recordedAt, reconcile, source }: UpdateSeatLedger,
  history: ItemHistory,
  movement: NewMovement,
): NewMovementRow {
  const detail = history.details.get(movement.stateId);
  const key = `${source}:${movement.stateId}:${history.item}`;
  return {
    account_id: history.accountId,
    subscription_item: history.item,
    kind: movement.kind,
    delta: movement.delta,
    effective_at: movement.effectiveAt,
    recorded_at: recordedAt,
    source,
    source_event_id: movement.causeId,
    idempotency_key: movement.revision === 0 ? key : `${key}:${movement.revision}`,
    corrects_id: movement.correctsId,
    billing_anchor: detail?.billingAnchor ?? null,
    billing_interval: detail?.item?.interval ?? null,
    interval_count: detail?.item?.interval_count ?? null,
    unit_amount: detail?.item?.unit_amount ?? null,
    currency: detail?.currency ?? null,
    actor: null,
    note: reconcile?.note ?? null,
  };
}
