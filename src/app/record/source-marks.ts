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

/** How far new signals take their source, and how many came in which quarter of an hour, per kind. */
export function sourceMarks(signals: readonly Signal[], now: Date): SourceMarks {
  const marks = new Map<WatermarkKind, WatermarkRow>();
  const volume = new Map<string, VolumeRow>();
  for (const signal of signals) {
    const { occurredAt } = signal;
    const kind = KINDS[signal.kind];
    const mark = marks.get(kind);
    const last = mark && mark.lastOccurredAt > occurredAt ? mark.lastOccurredAt : occurredAt;
    marks.set(kind, { kind, lastOccurredAt: last, signals: (mark?.signals ?? 0) + 1 });
    // Programs may go on when people's events are lost.
    if (signal.kind === 'activity' && (signal.actor !== 'human' || signal.userKey === null)) continue;
    // A sender's clock may run ahead: nothing happened later than it was received.
    const at = Math.min(occurredAt.getTime(), now.getTime());
    if (at < now.getTime() - KEPT_MS) continue;
    const quarter = Math.floor(at / QUARTER_MS) * QUARTER_MS;
    const key = `${kind} ${quarter}`;
    volume.set(key, { kind, quarter: new Date(quarter), signals: (volume.get(key)?.signals ?? 0) + 1 });
  }
  return { marks: [...marks.values()], volume: [...volume.values()] };
}
