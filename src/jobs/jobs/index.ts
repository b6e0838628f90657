import type { DeliveryOptions } from '../delivery-options.ts';
import type { Jobs } from '../job.ts';
import { type DigestJobDeps, digestJob } from './digest.ts';
import { outboxJob } from './outbox.ts';
import { type ReconcileSeats, reconcileJob } from './reconcile.ts';
import { type SnapshotScores, type SnapshotWindow, snapshotJob, type UpdateEpisodes } from './snapshot.ts';
import { type WatchSources, watchJob } from './watch.ts';

export interface JobDeps {
  readonly timeZone: string;
  readonly reconcileSeats: ReconcileSeats;
  readonly snapshotScores: SnapshotScores;
  readonly snapshotWindow: SnapshotWindow;
  readonly updateEpisodes: UpdateEpisodes;
  readonly watchSources: WatchSources;
  /** Null: no channel is configured, so there is no digest. */
  readonly digest: Omit<DigestJobDeps, 'timeZone' | 'snapshotScores' | 'updateEpisodes' | 'watchSources'> | null;
  /** Null: nothing can be posted from here. */
  readonly delivery: Pick<DeliveryOptions, 'publisher' | 'notifyOwner'> | null;
}

/** Every job there is, in the order in which they rely on each other. */
export function createJobs({
  delivery,
  digest,
  reconcileSeats,
  snapshotScores,
  snapshotWindow,
  timeZone,
  updateEpisodes,
  watchSources,
}: JobDeps): Jobs {
  return {
    daily: [
      reconcileJob({ timeZone, reconcileSeats }),
      snapshotJob({ timeZone, snapshotWindow, updateEpisodes }),
      ...(digest ? [digestJob({ ...digest, timeZone, snapshotScores, updateEpisodes, watchSources })] : []),
    ],
    eachTick: [watchJob({ watchSources }), ...(delivery ? [outboxJob(delivery)] : [])],
  };
}
