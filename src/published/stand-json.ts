import type { DataStand } from '../app/freshness/freshness-report.ts';

/**
 * Of what moment the numbers are, and how old the data of each source is now, as other programs read it. Read from a
 * replica, also how far that may be behind.
 */
export function standJson({
  asOf,
  replica,
  sources,
  stale,
}: Pick<DataStand, 'asOf' | 'replica' | 'sources' | 'stale'>) {
  return {
    as_of: asOf.toISOString(),
    data: sources.map(({ source, ageMinutes, stale: broken }) => ({ source, age_minutes: ageMinutes, stale: broken })),
    stale: stale !== null,
    ...(replica === undefined ? {} : { replica_behind_seconds: replica.behindSeconds }),
  };
}

/** The last columns of every CSV: of what moment its rows are, how old the newest activity is, and whether it looked broken. */
export const STAND_COLUMNS = ['as_of', 'usage_age_minutes', 'stale'] as const;

export function standCells({ asOf, sources, stale }: Pick<DataStand, 'asOf' | 'sources' | 'stale'>) {
  const usage = sources.find(({ source }) => source === 'usage')?.ageMinutes ?? null;
  return [asOf.toISOString(), usage, stale === null ? 'false' : 'true'];
}
