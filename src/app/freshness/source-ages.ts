import { loadProblems } from '../../store/data-problems.ts';
import { loadWatermarks, type SignalKind } from '../../store/sources.ts';
import type { Context } from '../context.ts';
import { ageMinutesOf } from './age-minutes.ts';
import type { SourceAge, SourceFeed } from './freshness-report.ts';
import { type FaultySource, faultsIn, sourceFaults, sourcePulses } from './source-faults.ts';
import { feedsOf } from './source-feeds.ts';

const LABELS: Readonly<Record<Exclude<SignalKind, 'profile'>, string>> = {
  activity: 'usage',
  billing: 'billing',
  tickets: 'tickets',
  errors: 'errors',
  nps: 'nps',
};
const KINDS = Object.keys(LABELS) as (keyof typeof LABELS)[];
/** Younger activity cannot be an outage by age; only then is the volume worth a query on every answer. */
const SUSPICIOUS_MINUTES = 26 * 60;

export interface SourceState {
  /** How old the newest signal of each connected kind is. */
  readonly ages: readonly SourceAge[];
  /** What looks broken now. */
  readonly faults: readonly FaultySource[];
  /** How each source stands; empty unless `volume` was asked for. */
  readonly feeds: readonly SourceFeed[];
}

/** The word for a kind of signals in answers. */
export function kindLabel(kind: string): string {
  return Object.hasOwn(LABELS, kind) ? LABELS[kind as keyof typeof LABELS] : kind;
}

/**
 * How fresh the sources are. A kind is stale when one of its sources looks broken, which is looked into when activity
 * is old, a problem is open, or `volume` asks for it.
 */
export async function sourceState(ctx: Context, { volume = false } = {}): Promise<SourceState> {
  const now = ctx.now();
  const ages = new Map<SignalKind, number>();
  let oldestUsage = 0;
  const [marks, pulses, problems] = await Promise.all([
    loadWatermarks(ctx.db),
    volume ? sourcePulses(ctx, now) : [],
    volume ? [] : loadProblems(ctx.db, now),
  ]);
  for (const mark of marks) {
    const age = ageMinutesOf(mark, now);
    ages.set(mark.kind, Math.min(age, ages.get(mark.kind) ?? age));
    if (mark.kind === 'activity') oldestUsage = Math.max(oldestUsage, age);
  }
  const check = !volume && (oldestUsage > SUSPICIOUS_MINUTES || problems.length > 0);
  const faults = check ? await sourceFaults(ctx) : faultsIn(ctx, now, pulses);
  return {
    faults,
    feeds: volume ? feedsOf(marks, { pulses, faults, now }) : [],
    ages: KINDS.flatMap((kind) => {
      const ageMinutes = ages.get(kind);
      if (ageMinutes === undefined) return [];
      return [{ source: LABELS[kind], ageMinutes, stale: faults.some((fault) => fault.kind === kind) }];
    }),
  };
}
