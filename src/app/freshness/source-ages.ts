import { loadProblems } from '../../store/data-problems.ts';
import { loadWatermarks, type SignalKind, type Watermark } from '../../store/sources.ts';
import type { Context } from '../context.ts';
import type { SourceAge } from './freshness-report.ts';
import { type FaultySource, sourceFaults } from './source-faults.ts';

const LABELS: Readonly<Record<Exclude<SignalKind, 'profile'>, string>> = {
  activity: 'usage',
  billing: 'billing',
  tickets: 'tickets',
  errors: 'errors',
  nps: 'nps',
};
const KINDS = Object.keys(LABELS) as (keyof typeof LABELS)[];
const MS_PER_MINUTE = 60_000;
/** Younger activity cannot be an outage by age; only then is the volume worth a query on every answer. */
const SUSPICIOUS_MINUTES = 26 * 60;

export interface SourceState {
  /** How old the newest signal of each connected kind is. */
  readonly ages: readonly SourceAge[];
  /** What looks broken now. */
  readonly faults: readonly FaultySource[];
}

/** The word for a kind of signals in answers. */
export function kindLabel(kind: string): string {
  return Object.hasOwn(LABELS, kind) ? LABELS[kind as keyof typeof LABELS] : kind;
}

/** Whole minutes since the newest signal of a watermark. */
export function ageMinutesOf(
  { lastOccurredAt, lastReceivedAt }: Pick<Watermark, 'lastOccurredAt' | 'lastReceivedAt'>,
  now: Date,
): number {
  // A sender's clock may run ahead: what it says about later than it was received is not believed.
  const newest = Math.min(lastOccurredAt.getTime(), lastReceivedAt.getTime());
  return Math.max(0, Math.floor((now.getTime() - newest) / MS_PER_MINUTE));
}

/**
 * How fresh the sources are. A kind is stale when one of its sources looks broken, which is looked into when activity
 * is old, a problem is open, or `volume` asks for it.
 */
export async function sourceState(ctx: Context, { volume = false } = {}): Promise<SourceState> {
  const now = ctx.now();
  const ages = new Map<SignalKind, number>();
  let oldestUsage = 0;
  for (const mark of await loadWatermarks(ctx.db)) {
    const age = ageMinutesOf(mark, now);
    ages.set(mark.kind, Math.min(age, ages.get(mark.kind) ?? age));
    if (mark.kind === 'activity') oldestUsage = Math.max(oldestUsage, age);
  }
  const check = volume || oldestUsage > SUSPICIOUS_MINUTES || (await loadProblems(ctx.db, now)).length > 0;
  const faults = check ? await sourceFaults(ctx) : [];
  return {
    faults,
    ages: KINDS.flatMap((kind) => {
      const ageMinutes = ages.get(kind);
      if (ageMinutes === undefined) return [];
      return [{ source: LABELS[kind], ageMinutes, stale: faults.some((fault) => fault.kind === kind) }];
    }),
  };
}
