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
import { lockNames } from '../../store/waiting-signals.ts';
import { erasedAccounts, type IsOfErased } from './erased-accounts.ts';

export interface ResolveAccounts {
  readonly signals: readonly Signal[];
  readonly dayOf: (instant: Date) => Day;
  readonly now: Date;
}

export interface ResolvedAccounts {
  /** By the key that leads to them. A key that is the source's own may lead to none. */
  readonly accounts: ReadonlyMap<string, AccountDates>;
  /** Names that signals gave to accounts: somebody may wait for them. */
  readonly stated: readonly string[];
  /** Of those signals nothing may be stored. */
  readonly isOfErased: IsOfErased;
}

/**
 * The accounts that signals name, by key: by the vendor's own id, else by alias, domain or billing customer. An unknown
 * name becomes an account of its own, unless it comes only with signals whose key is their source's; an empty one must
 * not get here. Takes the locks on names, so it comes before the locks on accounts.
 */
export async function resolveAccounts(tx: Db, { signals, dayOf, now }: ResolveAccounts): Promise<ResolvedAccounts> {
  const keys = [...new Set(signals.map((signal) => signal.accountKey))];
  const accounts = await findKnownAccounts(tx, keys);
  const missing = keys.filter((key) => !accounts.has(key));
  const stated = statedNames(signals);
  if (missing.length === 0 && stated.length === 0) return { accounts, stated, isOfErased: () => false };
  const makersOf = (list: readonly Signal[]) => new Set(list.flatMap((one) => (one.knownOnly ? [] : [one.accountKey])));
  const naming = makersOf(signals);
  const awaited = missing.filter((key) => !naming.has(key));
  stated.push(...missing.filter((key) => naming.has(key)).sort());
  await lockNames(tx, { stated, awaited });
  const isOfErased = await erasedAccounts(tx, missing, signals);
  const makers = makersOf(signals.filter((signal) => !isOfErased(signal)));
  const made = missing.filter((key) => makers.has(key)).sort();
  // Somebody may have stated the name while the lock was waited for.
  for (const [key, row] of await findKnownAccounts(tx, awaited)) accounts.set(key, row);
  if (made.length === 0) return { accounts, stated, isOfErased };
  const first = firstDays(signals, dayOf);
  const today = dayOf(now);
  const created = made.map((key) => ({ externalId: key, customerSince: first.get(key) ?? today }));
  await createAccounts(tx, created, now);
  for (const row of await findAccounts(tx, made)) accounts.set(row.external_id, row);
  return { accounts, stated, isOfErased };
}

/** Accounts that exist, by the keys that lead to them. */
export async function findKnownAccounts(tx: Db, keys: readonly string[]): Promise<Map<string, AccountDates>> {
  if (keys.length === 0) return new Map();
  const accounts = new Map((await findAccounts(tx, keys)).map((row) => [row.external_id, row]));
  const unknown = keys.filter((key) => !accounts.has(key));
  if (unknown.length === 0) return accounts;
  const renamed = await findAccountIdsByName(tx, unknown);
  const rows = new Map((await readAccountDates(tx, [...renamed.values()])).map((row) => [row.account_id, row]));
  for (const [key, id] of renamed) {
    const row = rows.get(id);
    if (row) accounts.set(key, row);
  }
  return accounts;
}

/** What account signals say an account is called besides its id, which only a new account can bring. */
function statedNames(signals: readonly Signal[]): string[] {
  return signals.flatMap((signal) => {
    if (signal.kind !== 'account') return [];
    const { aliases = [], domain = '', stripeCustomerId = '' } = signal;
    return [...aliases, domain, stripeCustomerId].filter((name) => name !== '');
  });
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
