import { accountCalledKey, accountIdKey, accountNameKey } from '../../domain/erasure/erased-key.ts';
import type { Signal } from '../../domain/signal.ts';
import type { Db } from '../../store/db.ts';
import { findErased } from '../../store/erasure/tombstones.ts';

/** Why a signal of an account that was forgotten is refused. */
export const ERASED_ACCOUNT = {
  code: 'erased',
  message: 'account_id: this account was forgotten; stop sending it, or send it under an id of its own',
} as const;

/** Whether a signal is about an account that was forgotten, or would give its name to another one. */
export type IsOfErased = (signal: Signal) => boolean;

/**
 * What is erased of the accounts that signals name. Only unknown keys are looked up: one that was forgotten leads to no
 * account. Comes after the locks on names, so that nobody is forgotten meanwhile.
 */
export async function erasedAccounts(
  tx: Db,
  unknown: readonly string[],
  signals: readonly Signal[],
): Promise<IsOfErased> {
  const keys = unknown.flatMap((key) => [accountIdKey(key), accountNameKey(key)]);
  const erased = await findErased(tx, [...keys, ...signals.flatMap(calledKeys)]);
  if (erased.size === 0) return () => false;
  const gone = new Set(unknown.filter((key) => erased.has(accountIdKey(key)) || erased.has(accountNameKey(key))));
  return (signal) => gone.has(signal.accountKey) || calledKeys(signal).some((key) => erased.has(key));
}

function calledKeys(signal: Signal): string[] {
  if (signal.kind !== 'account') return [];
  const { aliases = [], stripeCustomerId = '' } = signal;
  return [...aliases, stripeCustomerId].filter((name) => name !== '').map(accountCalledKey);
}
