import type { SubscriptionItem } from '../../domain/signal.ts';
import type { Db } from '../../store/db.ts';
import { insertSubscriptionStates, type NewSubscriptionState } from '../../store/subscriptions.ts';
import { type Entry, entriesOf, type Mark, type SignalOf } from './entry.ts';
import { updateSeatLedger } from './update-seat-ledger.ts';

/** Appends what billing said about subscriptions of locked accounts, and brings their seat ledgers in line. */
export async function recordSubscriptions(
  tx: Db,
  source: string,
  entries: readonly Entry[],
  now: Date,
  mark: Mark,
): Promise<void> {
  const states = new Map<string, { position: number; row: NewSubscriptionState }>();
  for (const { position, accountId, signal } of entriesOf(entries, 'subscription')) {
    const row = stateRow(source, accountId, signal, now);
    mark({ position }, 'duplicate');
    if (!states.has(placeOf(row))) states.set(placeOf(row), { position, row });
  }
  const stored = await insertSubscriptionStates(
    tx,
    [...states.values()].map((state) => state.row),
  );
  for (const row of stored) {
    const state = states.get(placeOf(row));
    if (state) mark(state, 'accepted');
  }
  const accounts = [...new Set(stored.map((row) => row.account_id))];
  if (accounts.length > 0) await updateSeatLedger(tx, { source, accountIds: accounts, recordedAt: now });
}

function placeOf(row: Pick<NewSubscriptionState, 'account_id' | 'subscription_id' | 'state_id'>): string {
  return `${row.account_id} ${row.state_id} ${row.subscription_id}`;
}

function stateRow(
  source: string,
  accountId: number,
  signal: SignalOf<'subscription'>,
  now: Date,
): NewSubscriptionState {
  return {
    account_id: accountId,
    source,
    subscription_id: signal.subscriptionId,
    effective_at: signal.occurredAt,
    precedence: signal.precedence,
    state_id: signal.stateId,
    recorded_at: now,
    status: signal.status,
    plan: signal.plan,
    currency: signal.currency,
    seats: signal.seats,
    mrr_minor: signal.mrrMinor,
    mrr_unknown: signal.mrrUnknown,
    usage_based: signal.usageBased,
    started_at: signal.startedAt,
    renews_at: signal.renewsAt,
    cancel_at_period_end: signal.cancelAtPeriodEnd,
    billing_anchor: signal.billingAnchor ?? null,
    items: signal.items.map((item) => ({
      item: item.item,
      seats: item.seats,
      unit_amount: item.unitAmountDecimal,
      interval: item.interval,
      interval_count: item.intervalCount,
      ...period(item),
    })),
  };
}

function period({ periodEnd, periodStart }: SubscriptionItem) {
  if (!periodStart || !periodEnd) return {};
  return { period_start: periodStart.toISOString(), period_end: periodEnd.toISOString() };
}
