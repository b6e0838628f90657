import type { DeliveryOptions } from '../delivery-options.ts';
import type { Jobs } from '../job.ts';
import { type DigestJobDeps, digestJob } from './digest.ts';
import { outboxJob } from './outbox.ts';
import { type ReconcileSeats, reconcileJob } from './reconcile.ts';
import { type SnapshotScores, snapshotJob } from './snapshot.ts';

export interface JobDeps {
  readonly timeZone: string;
  readonly reconcileSeats: ReconcileSeats;
  readonly snapshotScores: SnapshotScores;
  /** Null: no channel is configured, so there is no digest. */
  readonly digest: Omit<DigestJobDeps, 'timeZone' | 'snapshotScores'> | null;
  /** Null: nothing can be posted from here. */
  readonly delivery: Pick<DeliveryOptions, 'publisher' | 'notifyOwner'> | null;
}

/** Every job there is, in the order in which they rely on each other. */
export function createJobs({ delivery, digest, reconcileSeats, snapshotScores, timeZone }: JobDeps): Jobs {
  return {
    daily: [
      reconcileJob({ timeZone, reconcileSeats }),
      snapshotJob({ timeZone, snapshotScores }),
      ...(digest ? [digestJob({ ...digest, timeZone, snapshotScores })] : []),
    ],
    eachTick: delivery ? [outboxJob(delivery)] : [],
  };
}
