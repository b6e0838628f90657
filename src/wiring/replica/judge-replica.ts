import type { PrimaryMark, ReplicaMark } from '../../store/replica.ts';

/** From this age on reports are read from the primary again. */
export const TOO_FAR_S = 300;

/** What a replica is good for at this moment. */
export type ReplicaVerdict =
  /** At most so far behind. */
  | { readonly usable: true; readonly behindSeconds: number }
  | { readonly usable: false; readonly reason: string; readonly remedy: string };

const CHECK_ADDRESS = 'Point DATABASE_READ_URL at a replica of the database of DATABASE_URL.';

/** It does not have a schema of ours at all. */
export const WITHOUT_SCHEMA = refused('it has no schema of cs-pulse', CHECK_ADDRESS);

/**
 * Whether reports may be read from a replica. A standby that has replayed what its primary had written is not behind,
 * however long ago the last transaction was; one that has not is as old as the newest transaction that it has. A copy of
 * another kind is as old as the newest signal that it has, unless the primary has no newer one.
 * @param primary its mark of right before; null: it could not be asked, and what the replica says of itself counts
 */
export function judgeReplica(primary: PrimaryMark | null, replica: ReplicaMark): ReplicaVerdict {
  if (replica.schema === null) return WITHOUT_SCHEMA;
  if (primary !== null && replica.installation !== primary.installation) {
    return refused('it belongs to another installation', CHECK_ADDRESS);
  }
  if (primary !== null && replica.schema !== primary.schema) {
    return refused('it has the schema of another version', 'Wait until it has followed, or repair the replication.');
  }
  const seconds = replica.isStandby ? standbyBehind(replica) : copyBehind(primary, replica);
  if (seconds === null) {
    return refused('it does not say how far it is behind', 'Wait for a transaction, or repair the replication.');
  }
  const behindSeconds = Math.max(0, Math.ceil(seconds));
  return behindSeconds > TOO_FAR_S
    ? refused(`it is ${behindSeconds} s behind`, 'See what holds it up: long queries on it, its disk, the network.')
    : { usable: true, behindSeconds };
}

function standbyBehind({ hasPosition, hasReceived, replayedSecondsAgo }: ReplicaMark): number | null {
  return (hasPosition ?? hasReceived) ? 0 : replayedSecondsAgo;
}

function copyBehind(primary: PrimaryMark | null, { newestSeconds, syncedSecondsAgo }: ReplicaMark): number | null {
  if (primary === null) return syncedSecondsAgo;
  const { atSeconds, newestSeconds: wanted } = primary;
  if (wanted === null || (newestSeconds !== null && newestSeconds >= wanted)) return syncedSecondsAgo ?? 0;
  return newestSeconds === null ? null : Math.max(atSeconds - newestSeconds, syncedSecondsAgo ?? 0);
}

function refused(reason: string, remedy: string): ReplicaVerdict & { readonly usable: false } {
  return { usable: false, reason, remedy };
}
