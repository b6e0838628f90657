import type { DeliveryOptions } from '../delivery-options.ts';
import type { Jobs, TickJob } from '../job.ts';
import { type DigestJobDeps, digestJob } from './digest.ts';
import { outboxJob } from './outbox.ts';
import { type OwnerDigestsDeps, ownerDigestsJob } from './owner-digests.ts';
import { type OwnersJobDeps, ownersJob } from './owners.ts';
import { type ReconcileSeats, reconcileJob } from './reconcile.ts';
import { type ApplyRetention, retentionJob } from './retention.ts';
import { type RollupJobDeps, rollupJob } from './rollup.ts';
import { type SnapshotScores, type SnapshotWindow, snapshotJob, type UpdateEpisodes } from './snapshot.ts';
import { type HelpSnapshots, snapshotHelpJob } from './snapshot-help.ts';
import { type WatchSources, watchJob } from './watch.ts';

/** What every digest is given alike. */
type Shared = 'snapshotScores' | 'updateEpisodes' | 'watchSources';

export interface JobDeps {
  readonly timeZone: string;
  readonly reconcileSeats: ReconcileSeats;
  readonly snapshotScores: SnapshotScores;
  readonly snapshotWindow: SnapshotWindow;
  readonly updateEpisodes: UpdateEpisodes;
  readonly watchSources: WatchSources;
  /** Null: snapshots that other processes make are not helped with. */
  readonly helpSnapshots?: HelpSnapshots | null | undefined;
  /** Null: nothing is removed from here. */
  readonly applyRetention?: ApplyRetention | null | undefined;
  /** Each posts by itself, once per its day. */
  readonly digests: readonly Omit<DigestJobDeps, Shared>[];
  readonly rollups?: readonly Omit<RollupJobDeps, Shared>[] | undefined;
  /** Null: nobody can be written to from here. */
  readonly ownerDigests?: Omit<OwnerDigestsDeps, Shared | 'timeZone'> | null | undefined;
  /** Null: owners cannot be looked up or written to from here. */
  readonly owners?: Omit<OwnersJobDeps, 'timeZone'> | null | undefined;
  /** Reads of the team's own databases; null: there are none. */
  readonly sql?: TickJob | null | undefined;
  /** Null: nothing can be posted from here. */
  readonly delivery: Pick<DeliveryOptions, 'publisher' | 'notifyOwner' | 'metrics'> | null;
}

/** Every job there is, in the order in which they rely on each other. */
export function createJobs({
  applyRetention = null,
  delivery,
  digests,
  helpSnapshots = null,
  ownerDigests = null,
  owners = null,
  reconcileSeats,
  rollups = [],
  snapshotScores,
  snapshotWindow,
  sql = null,
  timeZone,
  updateEpisodes,
  watchSources,
}: JobDeps): Jobs {
  const shared = { snapshotScores, updateEpisodes, watchSources };
  return {
    daily: [
      reconcileJob({ timeZone, reconcileSeats }),
      snapshotJob({ timeZone, snapshotWindow, updateEpisodes }),
      ...(owners ? [ownersJob({ ...owners, timeZone })] : []),
      ...digests.map((digest) => digestJob({ ...digest, ...shared })),
      ...rollups.map((rollup) => rollupJob({ ...rollup, ...shared })),
      ...(ownerDigests ? [ownerDigestsJob({ ...ownerDigests, ...shared, timeZone })] : []),
      ...(applyRetention ? [retentionJob({ timeZone, applyRetention })] : []),
    ],
    eachTick: [
      watchJob({ watchSources }),
      ...(sql ? [sql] : []),
      ...(delivery ? [outboxJob(delivery)] : []),
      // Last, because it stays for as long as there is something to help with.
      ...(helpSnapshots ? [snapshotHelpJob({ helpSnapshots })] : []),
    ],
  };
}
