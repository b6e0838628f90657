import { runnerName } from '../../lib/runner-name.ts';
import { loadAccountsOfDay, type SnapshotPlan } from '../../store/snapshot-plans.ts';
import { endRange, takeRange } from '../../store/snapshot-ranges.ts';
import type { Context } from '../context.ts';
import { assessAccounts } from './assess-accounts.ts';
import { type PackedFacts, takeFacts } from './packed-facts.ts';
import { writeFresh } from './write-fresh.ts';

/**
 * Scores the accounts of one free range and keeps their rows with its mark, all in the transaction of the context; how
 * many, or null when none is free. Its facts are those of this moment, or of the plan's where this process planned the
 * day: what comes later for an account belongs to the next revision, as it does where a day is made at once.
 */
export async function makeRange(
  ctx: Context,
  plan: SnapshotPlan,
  packed: PackedFacts = new Map(),
): Promise<number | null> {
  const { day, definition_hash: hash, fleet_factor: knownFactor, rebuild } = plan;
  const range = await takeRange(ctx.db, plan);
  if (range === null) return null;
  // Facts from before somebody scored one of the accounts by itself are older than what the day has.
  const isFresh = range.base_revision === plan.base_revision;
  const facts = isFresh ? await takeFacts(packed, range.first) : undefined;
  const accountNos = facts?.map(({ accountNo }) => accountNo) ?? (await loadAccountsOfDay(ctx.db, day, range));
  const assessed = await assessAccounts(ctx, { day, accountNos, knownFactor, facts });
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
