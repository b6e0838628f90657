import type { Day } from '../../domain/day.ts';
import type { Signal } from '../../domain/signal.ts';
import {
  type AccountDates,
  createAccounts,
  findAccountIdsByName,
  findAccounts,
  readAccountDates,
} from '../../store/accounts-write.ts';
import type { Db } from '../../store/db.ts';

export interface ResolveAccounts {
  readonly signals: readonly Signal[];
  readonly dayOf: (instant: Date) => Day;
  readonly now: Date;
}

/**
 * The accounts that signals name, by key: by the vendor's own id, else by alias, domain or billing customer. An unknown
 * name becomes an account of its own; an empty one must not get here.
 */
export async function resolveAccounts(
  tx: Db,
  { signals, dayOf, now }: ResolveAccounts,
): Promise<ReadonlyMap<string, AccountDates>> {
  const keys = [...new Set(signals.map((signal) => signal.accountKey))];
  const accounts = new Map((await findAccounts(tx, keys)).map((row) => [row.external_id, row]));
  const unknown = keys.filter((key) => !accounts.has(key));
  if (unknown.length === 0) return accounts;
  const renamed = await findAccountIdsByName(tx, unknown);
  const rows = new Map((await readAccountDates(tx, [...renamed.values()])).map((row) => [row.account_id, row]));
  for (const [key, id] of renamed) {
    const row = rows.get(id);
    if (row) accounts.set(key, row);
  }
  const missing = unknown.filter((key) => !accounts.has(key)).sort();
  if (missing.length === 0) return accounts;
  const first = firstDays(signals, dayOf);
  const today = dayOf(now);
  const created = missing.map((key) => ({ externalId: key, customerSince: first.get(key) ?? today }));
  await createAccounts(tx, created, now);
  for (const row of await findAccounts(tx, missing)) accounts.set(row.external_id, row);
  return accounts;
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
