import type { DataStand } from '../app/freshness/freshness-report.ts';

/** `As of 2026-03-01 00:00 UTC · usage 120 min, billing 9 min old`, with a line of its own while usage looks broken. */
export function standText({
  day,
  sources,
  stale,
  timeZone,
}: Pick<DataStand, 'day' | 'sources' | 'stale' | 'timeZone'>): string {
  const ages = sources.map(({ source, ageMinutes }) => `${source} ${ageMinutes} min`);
  const data = ages.length === 0 ? 'no source has sent anything' : `${ages.join(', ')} old`;
  const warning = stale === null ? '' : `\nUsage data looks broken${since(stale.since)}: scores may be too low.`;
  return `As of ${day} 00:00 ${timeZone} · ${data}${warning}`;
}

function since(at: Date | null): string {
  return at === null ? '' : ` since ${at.toISOString()}`;
}
