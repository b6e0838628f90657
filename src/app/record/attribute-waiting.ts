import type { Signal } from '../../domain/signal.ts';
import type { Db } from '../../store/db.ts';
import { eventNameIds } from '../../store/event-names.ts';
import { newestWaiting, type TakenSignal, takeWaiting, waitingKeys } from '../../store/waiting-signals.ts';
import { checkSignal } from './check-signal.ts';
import type { PositionedSignal } from './entry.ts';
import { noteUnattributed } from './note-unattributed.ts';
import { eventNeeds } from './record-events.ts';
import { findKnownAccounts } from './resolve-accounts.ts';
import type { StoreSignals } from './store-input.ts';
import { storeIsolated } from './store-isolated.ts';
import { waitForAccount } from './wait-for-account.ts';

type Frame = Omit<StoreSignals, 'source' | 'signals' | 'mark' | 'refuse'>;

const CHUNK = 2000;

/**
 * Stores, in the caller's transaction and each as a signal of its own source, what has waited for one of these names.
 * Facts about accounts among them may bring further names; those are followed too.
 * @returns what was stored, by source
 */
export async function attributeWaiting(
  tx: Db,
  names: readonly string[],
  frame: Frame,
): Promise<ReadonlyMap<string, readonly Signal[]>> {
  const stored = new Map<string, Signal[]>();
  for (let open = [...new Set(names)]; open.length > 0; ) {
    const keys = [...(await findKnownAccounts(tx, await waitingKeys(tx, open))).keys()];
    open = [];
    // What is stored may make a key lead to two accounts: the rest waits again, and is not taken a second time.
    const upTo = keys.length > 0 ? await newestWaiting(tx) : 0;
    for (let more = keys.length > 0; more; ) {
      const taken = await takeWaiting(tx, keys, { limit: CHUNK, upTo });
      for (const [source, signals] of bySource(taken)) {
        const part = await storePart(tx, source, signals, frame);
        stored.set(source, [...(stored.get(source) ?? []), ...part.accepted]);
        open.push(...part.names);
      }
      more = taken.length === CHUNK;
    }
  }
  return stored;
}

interface StoredPart {
  readonly accepted: readonly Signal[];
  readonly names: readonly string[];
}

async function storePart(tx: Db, source: string, taken: readonly (Signal | null)[], frame: Frame): Promise<StoredPart> {
  const { dayOf, maxAgeDays, now } = frame;
  const signals = taken.filter((signal) => signal !== null && checkSignal(signal, now, maxAgeDays) === null);
  const work = signals.flatMap((signal, position) => (signal === null ? [] : [{ position, signal }]));
  const accepted = new Set<number>(work.map(({ position }) => position));
  const leave = ({ position }: Pick<PositionedSignal, 'position'>) => accepted.delete(position);
  let refused = taken.length - work.length;
  const names = new Map([...frame.names, ...(await eventNameIds(tx, eventNeeds(work).names))]);
  const mark: StoreSignals['mark'] = (entry, status) => {
    if (status === 'accepted') accepted.add(entry.position);
    else leave(entry);
  };
  const result = await storeIsolated(tx, { ...frame, source, names, signals: work, mark, refuse: leave }, (entry) => {
    leave(entry);
    refused += 1;
  });
  // A fact about an account that was stored just now may have made a key lead to two accounts.
  for (const entry of result.awaiting) leave(entry);
  await waitForAccount(tx, { source, awaiting: result.awaiting, now, dayOf, mark: leave });
  await noteUnattributed(tx, { source, now, dayOf }, { reason: 'not_storable', signals: refused, sample: '' });
  return {
    accepted: work.filter(({ position }) => accepted.has(position)).map(({ signal }) => signal),
    names: result.names,
  };
}

function bySource(taken: readonly TakenSignal[]): Map<string, (Signal | null)[]> {
  const groups = new Map<string, (Signal | null)[]>();
  for (const { signal, source } of taken) {
    const group = groups.get(source) ?? [];
    group.push(signal);
    groups.set(source, group);
  }
  return groups;
}
