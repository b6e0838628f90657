import type { DataStand } from '../app/freshness/freshness-report.ts';

/** Of what moment the numbers are, and how old the data of each source is now, as other programs read it. */
export function standJson({ asOf, sources, stale }: Pick<DataStand, 'asOf' | 'sources' | 'stale'>) {
  return {
    as_of: asOf.toISOString(),
    data: sources.map(({ source, ageMinutes, stale: broken }) => ({ source, age_minutes: ageMinutes, stale: broken })),
    stale: stale !== null,
  };
}
