import type { Signal } from '../../domain/signal.ts';
import type { VolumeRow, WatermarkKind, WatermarkRow } from '../../store/watermarks-write.ts';

const KINDS: Readonly<Record<Signal['kind'], WatermarkKind>> = {
  activity: 'activity',
  error: 'errors',
  ticket: 'tickets',
  subscription: 'billing',
  nps: 'nps',
  account: 'profile',
  user: 'profile',
  contact: 'profile',
  loss: 'profile',
};

const QUARTER_MS = 900_000;
/** Older history is never compared: four weeks before the oldest day that is scored again, and some to spare. */
export const VOLUME_DAYS = 45;
const KEPT_MS = VOLUME_DAYS * 86_400_000;

export interface SourceMarks {
  readonly marks: readonly WatermarkRow[];
  readonly volume: readonly VolumeRow[];
}

interface Tally {
  readonly kind: WatermarkKind;
  last: number;
  signals: number;
  /** By the number of the quarter since 1970. */
  readonly quarters: Map<number, number>;
}

/** How far new signals take their source, and how many came in which quarter of an hour, per kind. */
export function sourceMarks(signals: readonly Signal[], now: Date): SourceMarks {
  const latest = now.getTime();
  const tallies = new Map<WatermarkKind, Tally>();
  for (const signal of signals) {
    const kind = KINDS[signal.kind];
    const occurredAt = signal.occurredAt.getTime();
    let tally = tallies.get(kind);
    if (tally === undefined) {
      tally = { kind, last: occurredAt, signals: 0, quarters: new Map() };
      tallies.set(kind, tally);
    }
    tally.signals += 1;
    if (occurredAt > tally.last) tally.last = occurredAt;
    // Programs may go on when people's events are lost.
    if (signal.kind === 'activity' && (signal.actor !== 'human' || signal.userKey === null)) continue;
    // A sender's clock may run ahead: nothing happened later than it was received.
    const at = Math.min(occurredAt, latest);
    if (at < latest - KEPT_MS) continue;
    const quarter = Math.floor(at / QUARTER_MS);
    tally.quarters.set(quarter, (tally.quarters.get(quarter) ?? 0) + 1);
  }
  const all = [...tallies.values()];
  return {
    marks: all.map(({ kind, last, signals: count }) => ({ kind, lastOccurredAt: new Date(last), signals: count })),
    volume: all.flatMap(({ kind, quarters }) =>
      [...quarters].map(([quarter, count]) => ({ kind, quarter: new Date(quarter * QUARTER_MS), signals: count })),
    ),
  };
}
