import type { Day } from '../../domain/day.ts';
import type { Db } from '../../store/db.ts';
import { dropOldUnattributed } from '../../store/unattributed.ts';
import { keepWaiting, pruneWaiting } from '../../store/waiting-signals.ts';
import type { Mark, PositionedSignal } from './entry.ts';
import { noteUnattributed } from './note-unattributed.ts';

/** Of one source about so many signals wait; older ones give way. */
const MOST_WAITING = 100_000;
/** Signals that nobody has claimed by then are of no use for a score. */
const WAITING_DAYS = 90;
const DAY_MS = 86_400_000;

export interface WaitForAccount {
  readonly source: string;
  readonly awaiting: readonly PositionedSignal[];
  readonly now: Date;
  readonly dayOf: (instant: Date) => Day;
  /** Told of signals that wait already. */
  readonly mark: Mark;
}

/** Keeps signals until their account is known, each once, and counts them and those that had to give way. */
export async function waitForAccount(tx: Db, { awaiting, dayOf, mark, now, source }: WaitForAccount): Promise<void> {
  if (awaiting.length === 0) return;
  const signals = awaiting.map(({ signal }) => signal);
  const { dropped, kept } = await keepWaiting(tx, source, signals, { most: MOST_WAITING, receivedAt: now });
  for (const [place, entry] of awaiting.entries()) if (!kept.has(place)) mark(entry, 'duplicate');
  const [first] = kept;
  const sample = (first === undefined ? undefined : signals[first]?.accountKey) ?? '';
  const at = { source, now, dayOf };
  await noteUnattributed(tx, at, { reason: 'unknown_account', signals: kept.size, sample });
  await noteUnattributed(tx, at, { reason: 'too_many_waiting', signals: dropped, sample: '' });
}

/** Drops what has waited for 90 days, counted, and the daily counts from before. */
export async function dropExpired(tx: Db, { dayOf, now }: Pick<WaitForAccount, 'dayOf' | 'now'>): Promise<void> {
  const before = new Date(now.getTime() - WAITING_DAYS * DAY_MS);
  for (const { signals, source } of await pruneWaiting(tx, before)) {
    await noteUnattributed(tx, { source, now, dayOf }, { reason: 'waited_too_long', signals, sample: '' });
  }
  await dropOldUnattributed(tx, dayOf(before));
}
