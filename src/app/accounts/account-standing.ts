import { AppError } from '../../lib/errors.ts';
import { localDayOf } from '../../lib/local-time.ts';
import type { AccountEntry } from '../../store/accounts.ts';
import { loadLatestSnapshot, loadRun } from '../../store/snapshots.ts';
import type { Context } from '../context.ts';
import { liveOrigin, type Origin } from '../freshness/data-stand.ts';
import { accountOf } from '../judgements/judge.ts';
import { assessAccounts } from '../snapshots/assess-accounts.ts';
import type { AccountStanding } from './account-report.ts';
import { toStanding } from './to-standing.ts';

export interface FoundStanding {
  readonly entry: AccountEntry;
  readonly standing: AccountStanding;
  readonly origin: Origin;
}

/**
 * The newest snapshot of one account; computed for this answer when it has none.
 * @throws AppError `not_found` for an unknown id.
 */
export async function accountStanding(ctx: Context, accountId: string): Promise<FoundStanding> {
  return standingOf(ctx, await accountOf(ctx, accountId));
}

/** The same for an account that has been read. */
export async function standingOf(ctx: Context, entry: AccountEntry): Promise<FoundStanding> {
  const stored = await loadLatestSnapshot(ctx.db, entry.accountNo);
  if (stored === null) return liveStanding(ctx, entry);
  const { day, facts, seats, health, computed_at: computedAt } = stored;
  return {
    entry,
    standing: toStanding(ctx, day, entry, { facts, seats, health }),
    origin: {
      day,
      computedAt,
      live: false,
      definition: { id: stored.definition_id, version: stored.definition_version },
      definitionHash: stored.definition_hash,
      staleSources: stored.stale_sources,
    },
  };
}

// With the fleet factor of the newest run: an account's own answer must not wait for all the others.
async function liveStanding(ctx: Context, entry: AccountEntry): Promise<FoundStanding> {
  const day = localDayOf(ctx.now(), ctx.timeZone);
  const run = await loadRun(ctx.db, day);
  const { accounts } = await assessAccounts(ctx, {
    day,
    accountNos: [entry.accountNo],
    knownFactor: run?.fleet_factor ?? 1000,
  });
  const [found] = accounts;
  if (!found) throw new AppError('not_found', `The account ${entry.accountId} has just been removed.`);
  return {
    entry,
    standing: toStanding(ctx, day, entry, found.assessment),
    origin: liveOrigin(ctx, day),
  };
}
