import type { Day } from '../../domain/day.ts';
import type { Db } from '../../store/db.ts';
import { countUnattributed } from '../../store/unattributed.ts';

export interface NotedAt {
  readonly source: string;
  readonly now: Date;
  /** The team's local day of an instant. */
  readonly dayOf: (instant: Date) => Day;
}

export interface UnattributedSignals {
  /** `no_account`, `unknown_account`, `too_many_waiting`, `waited_too_long` or `not_storable`. */
  readonly reason: string;
  readonly signals: number;
  /** A name or key of one of them; '' for none. */
  readonly sample: string;
}

/** Counts signals that belong to no account, so that a broken mapping shows. */
export async function noteUnattributed(
  tx: Db,
  { dayOf, now, source }: NotedAt,
  { reason, sample, signals }: UnattributedSignals,
): Promise<void> {
  if (signals > 0) await countUnattributed(tx, { source, reason, signals, sample, at: now, day: dayOf(now) });
}
