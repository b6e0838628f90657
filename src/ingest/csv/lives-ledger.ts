import { type AccountLife, accountLives } from '../../app/accounts/account-lives.ts';
import type { Context } from '../../app/context.ts';
import { localDays } from '../../lib/local-days.ts';

export interface DatedRow {
  readonly accountKey: string;
  /** When it happened; null: the row speaks of now. */
  readonly at: Date | null;
}

export interface LivesCount {
  /** Accounts that rows made by naming them. */
  readonly newAccounts: number;
  /** Rows of a time before their account was a customer. */
  readonly beforeStart: number;
  /** Rows of a time after their account had left. */
  readonly afterEnd: number;
}

export interface LivesLedger {
  /** Learns which accounts are there, before rows are stored that may make them. */
  readonly look: (keys: readonly string[]) => Promise<void>;
  /** Counts rows that were stored. */
  readonly count: (rows: readonly DatedRow[]) => void;
  readonly total: () => LivesCount;
}

/** Accounts that are remembered; looked up again beyond that. */
const MOST_KNOWN = 200_000;
const NEW: AccountLife = { since: null, left: null };

/** Counts the rows of a file that name accounts nobody knew, or times at which their account was no customer. */
export function livesLedger(ctx: Context): LivesLedger {
  const known = new Map<string, AccountLife>();
  const unknown = new Set<string>();
  const dayOf = localDays(ctx.timeZone);
  const total = { newAccounts: 0, beforeStart: 0, afterEnd: 0 };
  return {
    look: async (keys) => {
      if (known.size > MOST_KNOWN) known.clear();
      const missing = [...new Set(keys)].filter((key) => key !== '' && !known.has(key) && !unknown.has(key));
      if (missing.length === 0) return;
      const found = await accountLives({ ctx, input: { keys: missing } });
      for (const key of missing) {
        // Rows of another batch were counted meanwhile.
        if (known.has(key)) continue;
        const life = found.get(key);
        if (life === undefined) unknown.add(key);
        else known.set(key, life);
      }
    },
    count: (rows) => {
      for (const { accountKey, at } of rows) {
        if (unknown.delete(accountKey)) {
          total.newAccounts += 1;
          known.set(accountKey, NEW);
        }
        const { left, since } = known.get(accountKey) ?? NEW;
        if (at === null || (since === null && left === null)) continue;
        const day = dayOf(at);
        if (since !== null && day < since) total.beforeStart += 1;
        else if (left !== null && day > left) total.afterEnd += 1;
      }
    },
    total: () => total,
  };
}
