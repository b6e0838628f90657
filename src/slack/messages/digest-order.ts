import type { DigestEntry } from '../../app/digest/digest-report.ts';
import type { BandLabel } from '../../domain/assessment.ts';

/** Worst first; an account without a score is looked at before one that is well. */
const ORDER: readonly BandLabel[] = ['CRITICAL', 'WARN', 'ok', 'not scored', 'onboarding', 'healthy', 'champion'];

/** Entries by band, the worst first; within a band the order they came in (by priority). */
export function bySeverity(entries: readonly DigestEntry[]): DigestEntry[] {
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

/** What needs somebody, worst first, and those that only slipped from champion to healthy. */
export function splitFresh(fresh: readonly DigestEntry[]): {
  readonly alarms: readonly DigestEntry[];
  readonly slipped: readonly DigestEntry[];
} {
  return { alarms: bySeverity(fresh.filter((entry) => !onlySlipped(entry))), slipped: fresh.filter(onlySlipped) };
}

/** Still healthy, and nothing else happened: it was a champion. Worth a word, not an alarm. */
function onlySlipped({ standing, signal, tags }: DigestEntry): boolean {
  return standing.band === 'healthy' && signal === 'band_down' && tags.every((tag) => tag === 'band_down');
}

function rank({ standing }: DigestEntry): number {
  const found = standing.band === null ? -1 : ORDER.indexOf(standing.band);
  return found === -1 ? ORDER.indexOf('not scored') : found;
}

/** Nobody took it for a week, or it was handed on: said once. */
export function isForgotten({ escalated, reminder }: DigestEntry): boolean {
  return reminder || escalated?.isNews === true;
}
