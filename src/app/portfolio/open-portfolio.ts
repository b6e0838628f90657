import type { Day } from '../../domain/day.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { toAccountEntry } from '../../store/accounts.ts';
import type { RunRow, StandingRow } from '../../store/snapshot-rows.ts';
import { loadBucketCounts, loadRun, loadStakes, loadStandings } from '../../store/snapshots.ts';
import { loadStandingIds, loadStandingsMark, loadStandingsOf } from '../../store/standings-parts.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import { toStanding } from '../accounts/to-standing.ts';
import type { Context } from '../context.ts';
import type { Origin } from '../freshness/data-stand.ts';
import { livePortfolio } from './live-portfolio.ts';
import type { Portfolio, PortfolioFilter, StandingParts } from './portfolio.ts';

/** Wide rows that are read at once: two milliseconds of this process or so, in which nobody else is answered. */
const PART = 100;

/**
 * The newest snapshot day (not after `upTo`, when given); computed for this answer while there is no snapshot at all.
 */
export async function openPortfolio(ctx: Context, upTo?: Day | undefined): Promise<Portfolio> {
  const run = await loadRun(ctx.db, upTo ?? null);
  if (run === null) return livePortfolio(ctx, upTo ?? localDayOf(ctx.now(), ctx.timeZone));
  const { day } = run;

  return {
    origin: storedOrigin(run),
    standings: (filter = {}) => standingsOf(ctx, day, filter),
    inParts: () => allParts(ctx, day),
    order: () => loadStandingIds(ctx.db, { day }),
    listed: (accountIds) => partsOf(ctx, day, accountIds),
    mark: () => loadStandingsMark(ctx.db, day),
    stakes: (filter = {}) => loadStakes(ctx.db, { ...filter, day }),
    counts: (filter = {}) => loadBucketCounts(ctx.db, { ...filter, day }),
  };
}

/** Of many accounts in parts, between which others have their turn. */
async function standingsOf(ctx: Context, day: Day, filter: PortfolioFilter): Promise<readonly AccountStanding[]> {
  const { accountIds, limit, ...others } = filter;
  if (Math.min(limit ?? Infinity, accountIds?.length ?? Infinity) <= PART) {
    const rows = await loadStandings(ctx.db, { ...filter, day });
    return rows.map((row) => standingOf(ctx, day, row));
  }
  const ids = await loadStandingIds(ctx.db, { ...others, day });
  const wanted = accountIds === undefined ? null : new Set(accountIds);
  const chosen = wanted === null ? ids : ids.filter((id) => wanted.has(id));
  const standings: AccountStanding[] = [];
  for await (const part of partsOf(ctx, day, chosen.slice(0, limit))) standings.push(...part);
  return standings;
}

async function* allParts(ctx: Context, day: Day): StandingParts {
  yield* partsOf(ctx, day, await loadStandingIds(ctx.db, { day }));
}

async function* partsOf(ctx: Context, day: Day, accountIds: readonly string[]): StandingParts {
  for (let from = 0; from < accountIds.length; from += PART) {
    const rows = await loadStandingsOf(ctx.db, { day, accountIds: accountIds.slice(from, from + PART) });
    yield rows.map((row) => standingOf(ctx, day, row));
  }
}

function standingOf(ctx: Context, day: Day, row: StandingRow): AccountStanding {
  const { computed_at: _at, facts, health, seats, ...account } = row;
  return toStanding(ctx, day, toAccountEntry(account), { facts, seats, health });
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
