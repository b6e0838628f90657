import type { Day } from '../../domain/day.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { toAccountEntry } from '../../store/accounts.ts';
import type { RunRow } from '../../store/snapshot-rows.ts';
import { loadBucketCounts, loadRun, loadStakes, loadStandings } from '../../store/snapshots.ts';
import { toStanding } from '../accounts/to-standing.ts';
import type { Context } from '../context.ts';
import type { Origin } from '../freshness/data-stand.ts';
import { livePortfolio } from './live-portfolio.ts';
import type { Portfolio } from './portfolio.ts';

/**
 * The newest snapshot day (not after `upTo`, when given); computed for this answer while there is no snapshot at all.
 */
export async function openPortfolio(ctx: Context, upTo?: Day | undefined): Promise<Portfolio> {
  const run = await loadRun(ctx.db, upTo ?? null);
  if (run === null) return livePortfolio(ctx, upTo ?? localDayOf(ctx.now(), ctx.timeZone));
  const { day } = run;
  return {
    origin: storedOrigin(run),
    standings: async (filter = {}) => {
      const rows = await loadStandings(ctx.db, { ...filter, day });
      return rows.map(({ facts, seats, health, computed_at, ...account }) =>
        toStanding(ctx, day, toAccountEntry(account), { facts, seats, health }),
      );
    },
    stakes: (filter = {}) => loadStakes(ctx.db, { ...filter, day }),
    counts: (filter = {}) => loadBucketCounts(ctx.db, { ...filter, day }),
  };
}

/** Where the numbers of a run come from. */
export function storedOrigin(run: RunRow): Origin {
  return {
    day: run.day,
    computedAt: run.finished_at,
    live: false,
    definition: { id: run.definition_id, version: run.definition_version },
    definitionHash: run.definition_hash,
    staleSources: run.stale_sources,
  };
}
