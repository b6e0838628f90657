import type { Day } from '../../domain/day.ts';
import type { Signal } from '../../domain/signal.ts';
import { createAccounts, findAccountIds, findAccountIdsByName } from '../../store/accounts-write.ts';
import type { Db } from '../../store/db.ts';

export interface ResolveAccounts {
  readonly signals: readonly Signal[];
  readonly dayOf: (instant: Date) => Day;
  readonly now: Date;
}

/**
 * Numbers of the accounts that signals name: by the vendor's own id, else by alias, domain or billing customer.
 * An unknown name becomes an account of its own; an empty one must not get here.
 */
export async function resolveAccounts(
  tx: Db,
  { signals, dayOf, now }: ResolveAccounts,
): Promise<ReadonlyMap<string, number>> {
  const keys = [...new Set(signals.map((signal) => signal.accountKey))];
  const ids = await findAccountIds(tx, keys);
  let missing = keys.filter((key) => !ids.has(key));
  if (missing.length === 0) return ids;
  for (const [key, id] of await findAccountIdsByName(tx, missing)) ids.set(key, id);
  missing = missing.filter((key) => !ids.has(key)).sort();
  if (missing.length === 0) return ids;
  const first = firstDays(signals, dayOf);
  const today = dayOf(now);
  await createAccounts(
    tx,
    missing.map((key) => ({ externalId: key, customerSince: first.get(key) ?? today })),
    now,
  );
  for (const [key, id] of await findAccountIds(tx, missing)) ids.set(key, id);
  return ids;
}

/** The first local day on which anything happened, per account key; a subscription speaks of its own start. */
export function firstDays(signals: readonly Signal[], dayOf: (instant: Date) => Day): Map<string, Day> {
  const first = new Map<string, Day>();
  for (const signal of signals) {
    const started = signal.kind === 'subscription' ? signal.startedAt : null;
    const day = dayOf(started && started < signal.occurredAt ? started : signal.occurredAt);
    const known = first.get(signal.accountKey);
    if (known === undefined || day < known) first.set(signal.accountKey, day);
  }
  return first;
}
