import type { Context } from '../../app/context.ts';
import { type Reading, readAtHome } from '../../app/reading.ts';
import type { Logger } from '../../lib/log.ts';
import type { Pools } from '../pools.ts';
import { type ReplicaWatch, watchReplica } from './watch-replica.ts';

export interface ReplicaSide {
  /** For people who wait. */
  readonly reading: Reading;
  /** For programs and pages, which read more at once. */
  readonly readingMuch: Reading;
  /** null: there is no replica. */
  readonly watch: ReplicaWatch | null;
}

/** Where reports are read: on the replica, where there is one and it is good for it. */
export function createReplicaSide(
  { interactive: primary, onReplica }: Pick<Pools, 'interactive' | 'onReplica'>,
  log: Logger,
  now: () => Date,
): ReplicaSide {
  if (onReplica === null) return { reading: readAtHome, readingMuch: readAtHome, watch: null };
  const { replica, replica_readers: readers } = onReplica;
  const watch = watchReplica({ primary, replica, log, now });
  return { reading: watch.readingFrom(replica), readingMuch: watch.readingFrom(readers), watch };
}

/** A verb that only reads, on the replica where it can be; under its own name, which the log has. */
export function readingVerb<Call extends { readonly ctx: Context }, Result>(
  reading: Reading,
  verb: (call: Call) => Promise<Result>,
): (call: Call) => Promise<Result> {
  const read = (call: Call): Promise<Result> => reading(call.ctx, (ctx) => verb({ ...call, ctx }));
  return Object.defineProperty(read, 'name', { value: verb.name });
}
