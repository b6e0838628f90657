import { groupBy } from '../../domain/group-by.ts';
import { HAND_SOURCES, type LedgerRow, type ProviderMovement, type SeatObservation } from '../../domain/seat-ledger.ts';
import type { MovementRow } from '../../store/seat-ledger.ts';
import type { SubscriptionItemRow, SubscriptionStateRow } from '../../store/subscriptions.ts';

/** What a movement copies from the state that it stands for. */
interface StateDetail {
  readonly item: SubscriptionItemRow | null;
  readonly currency: string | null;
  readonly billingAnchor: Date | null;
}

/** What one item of one subscription was seen to have, over time. */
export interface ItemHistory {
  readonly accountId: number;
  readonly item: string;
  readonly observations: readonly SeatObservation[];
  readonly details: ReadonlyMap<string, StateDetail>;
}

/** The ledger of one item of an account, as far as one source is concerned. */
export interface ItemLedger {
  readonly fromSource: readonly ProviderMovement[];
  readonly byHand: readonly MovementRow[];
}

/** Key of an item within its account. */
export function itemKey(accountId: number, item: string): string {
  return `${accountId} ${item}`;
}

/**
 * An item that a later state no longer lists has no seats any more, nor has a canceled subscription; a state that says
 * nothing about seats is no observation.
 */
export function itemHistories(states: readonly SubscriptionStateRow[]): ItemHistory[] {
  const bySubscription = groupBy(states, (state) => `${state.account_id} ${state.subscription_id}`);
  const histories: ItemHistory[] = [];
  for (const group of bySubscription.values()) {
    const items = new Set(group.flatMap((state) => seatItems(state).map((item) => item.item)));
    for (const item of items) histories.push(itemHistory(group, item));
  }
  return histories;
}

function itemHistory(states: readonly SubscriptionStateRow[], item: string): ItemHistory {
  const observations: SeatObservation[] = [];
  const details = new Map<string, StateDetail>();
  for (const state of states) {
    const listed = seatItems(state).find((candidate) => candidate.item === item) ?? null;
    const seats = state.status === 'canceled' ? 0 : state.seats === null ? null : (listed?.seats ?? 0);
    if (seats === null) continue;
    const { effective_at: effectiveAt, precedence, recorded_at: recordedAt, state_id: stateId } = state;
    observations.push({ effectiveAt, precedence, recordedAt, stateId, seats });
    details.set(stateId, { item: listed, currency: state.currency, billingAnchor: state.billing_anchor });
  }
  return { accountId: states[0]?.account_id ?? 0, item, observations, details };
}

function seatItems(state: SubscriptionStateRow): SubscriptionItemRow[] {
  return state.items.filter((item) => item.seats !== null);
}

/**
 * Ledgers by item. A correction stands for the observation of the movement that it corrects. Movements by hand count
 * with the source whose movement they correct, the others where the item has no second source.
 */
export function itemLedgers(movements: readonly MovementRow[], source: string): ReadonlyMap<string, ItemLedger> {
  const byId = new Map(movements.map((movement) => [movement.movement_id, movement]));
  const sources = new Map<string, Set<string>>();
  for (const movement of movements) {
    const place = itemKey(movement.account_id, movement.subscription_item);
    if (!HAND_SOURCES.has(movement.source)) sources.set(place, (sources.get(place) ?? new Set()).add(movement.source));
  }
  const ledgers = new Map<string, { fromSource: ProviderMovement[]; byHand: MovementRow[] }>();
  for (const movement of movements) {
    const place = itemKey(movement.account_id, movement.subscription_item);
    const ledger = ledgers.get(place) ?? { fromSource: [], byHand: [] };
    ledgers.set(place, ledger);
    const original = movement.corrects_id === null ? movement : byId.get(movement.corrects_id);
    if (HAND_SOURCES.has(movement.source)) {
      const others = [...(sources.get(place) ?? [])].filter((other) => other !== source);
      const concerned =
        original && !HAND_SOURCES.has(original.source) ? original.source === source : others.length === 0;
      if (concerned) ledger.byHand.push(movement);
    } else if (movement.source === source && original !== undefined) {
      ledger.fromSource.push({
        movementId: movement.movement_id,
        delta: movement.delta,
        effectiveAt: movement.effective_at,
        stateId: original.source_event_id,
        correctsId: movement.corrects_id,
      });
    }
  }
  return ledgers;
}

/**
 * The movements by hand that count with one history of an item. An item that has moved between subscriptions has
 * several; each movement counts with the one that had seats last when it took effect.
 */
export function concerning(
  history: ItemHistory,
  histories: readonly ItemHistory[],
  byHand: readonly MovementRow[],
): LedgerRow[] {
  return byHand
    .filter((movement) => histories.length < 2 || inForce(histories, movement.effective_at) === history)
    .map(({ delta, effective_at, recorded_at }) => ({ delta, effectiveAt: effective_at, recordedAt: recorded_at }));
}

function inForce(histories: readonly ItemHistory[], at: Date): ItemHistory | undefined {
  const lastSeats = ({ observations }: ItemHistory): number =>
    Math.max(
      ...observations.flatMap(({ effectiveAt, seats }) =>
        seats > 0 && effectiveAt <= at ? [effectiveAt.getTime()] : [],
      ),
      Number.NEGATIVE_INFINITY,
    );
  const [first, ...others] = histories;
  if (first === undefined) return undefined;
  return others.reduce((best, history) => (lastSeats(history) > lastSeats(best) ? history : best), first);
}
