import { deriveMovements, type ProviderMovement, type SeatObservation } from '../../domain/seat-ledger.ts';
import type { Db } from '../../store/db.ts';
import { insertMovements, type MovementRow, type NewMovementRow, readMovements } from '../../store/seat-ledger.ts';
import {
  readSubscriptionStates,
  type SubscriptionItemRow,
  type SubscriptionStateRow,
} from '../../store/subscriptions.ts';

interface ItemHistory {
  readonly accountId: number;
  readonly item: string;
  readonly observations: SeatObservation[];
  readonly details: Map<string, { item: SubscriptionItemRow | null; currency: string | null }>;
}

/** Appends the movements that the ledgers of locked accounts owe to everything a source has said so far. */
export async function updateSeatLedger(
  tx: Db,
  source: string,
  accountIds: readonly number[],
  recordedAt: Date,
): Promise<void> {
  const states = await readSubscriptionStates(tx, source, accountIds);
  const written = movementsByItem(await readMovements(tx, source, accountIds));
  const rows: NewMovementRow[] = [];
  for (const history of itemHistories(states)) {
    const existing = written.get(`${history.accountId} ${history.item}`) ?? [];
    for (const movement of deriveMovements(history.observations, existing)) {
      const detail = history.details.get(movement.stateId);
      const key = `${source}:${movement.stateId}:${history.item}`;
      rows.push({
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
        billing_interval: detail?.item?.interval ?? null,
        interval_count: detail?.item?.interval_count ?? null,
        unit_amount: detail?.item?.unit_amount ?? null,
        currency: detail?.currency ?? null,
      });
    }
  }
  await insertMovements(tx, rows);
}

/**
 * What each item was seen to have, over time. An item that a later state no longer lists has no seats any more, nor
 * has a canceled subscription; a state that says nothing about seats is no observation.
 */
function itemHistories(states: readonly SubscriptionStateRow[]): ItemHistory[] {
  const bySubscription = new Map<string, SubscriptionStateRow[]>();
  for (const state of states) {
    const place = `${state.account_id} ${state.subscription_id}`;
    bySubscription.set(place, [...(bySubscription.get(place) ?? []), state]);
  }
  const histories: ItemHistory[] = [];
  for (const group of bySubscription.values()) {
    const items = new Set(group.flatMap((state) => seatItems(state).map((item) => item.item)));
    for (const item of items) histories.push(itemHistory(group, item));
  }
  return histories;
}

function itemHistory(states: readonly SubscriptionStateRow[], item: string): ItemHistory {
  const observations: SeatObservation[] = [];
  const details: ItemHistory['details'] = new Map();
  for (const state of states) {
    const listed = seatItems(state).find((candidate) => candidate.item === item) ?? null;
    const seats = state.status === 'canceled' ? 0 : state.seats === null ? null : (listed?.seats ?? 0);
    if (seats === null) continue;
    const { effective_at: effectiveAt, precedence, state_id: stateId } = state;
    observations.push({ effectiveAt, precedence, stateId, seats });
    details.set(stateId, { item: listed, currency: state.currency });
  }
  return { accountId: states[0]?.account_id ?? 0, item, observations, details };
}

function seatItems(state: SubscriptionStateRow): SubscriptionItemRow[] {
  return state.items.filter((item) => item.seats !== null);
}

/** A correction stands for the observation of the movement that it corrects. */
function movementsByItem(movements: readonly MovementRow[]): Map<string, ProviderMovement[]> {
  const byId = new Map(movements.map((movement) => [movement.movement_id, movement]));
  const byItem = new Map<string, ProviderMovement[]>();
  for (const movement of movements) {
    const original = movement.corrects_id === null ? movement : byId.get(movement.corrects_id);
    if (original === undefined) continue;
    const place = `${movement.account_id} ${movement.subscription_item}`;
    const known = byItem.get(place) ?? [];
    known.push({
      movementId: movement.movement_id,
      delta: movement.delta,
      stateId: original.source_event_id,
      correctsId: movement.corrects_id,
    });
    byItem.set(place, known);
  }
  return byItem;
}
