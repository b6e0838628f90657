import { runnerName } from '../../lib/runner-name.ts';
import { loadAccountsOfDay, type SnapshotPlan } from '../../store/snapshot-plans.ts';
import { endRange, takeRange } from '../../store/snapshot-ranges.ts';
import type { Context } from '../context.ts';
import { assessAccounts } from './assess-accounts.ts';
import { writeFresh } from './write-fresh.ts';

/**
 * Scores the accounts of one free range and keeps their rows with its mark, all in the transaction of the context; how
 * many, or null when none is free. Its facts are those of this moment, as the whole day's are where it is made at once:
 * what comes later for an account that is done belongs to the next revision.
 */
export async function makeRange(ctx: Context, plan: SnapshotPlan): Promise<number | null> {
  const { day, definition_hash: hash, fleet_factor: knownFactor, rebuild } = plan;
  const range = await takeRange(ctx.db, plan);
  if (range === null) return null;
  const accountNos = await loadAccountsOfDay(ctx.db, day, range);
  const assessed = await assessAccounts(ctx, { day, accountNos, knownFactor });
  const revision = range.base_revision + 1;
  const changed = await writeFresh(ctx, assessed, {
    day,
    revision,
    hash,
    rebuild,
    accountNos,
    into: 'snapshot_drafts',
  });
  await endRange(ctx.db, day, range, { by: runnerName(), changed });
  return changed;
}
