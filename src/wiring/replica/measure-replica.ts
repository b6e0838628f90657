import { setTimeout as sleep } from 'node:timers/promises';
import { connectionFault } from '../../store/connection-fault.ts';
import type { Db } from '../../store/db.ts';
import { codeOf } from '../../store/pg-errors.ts';
import { loadPrimaryMark, loadReplicaMark, type PrimaryMark, type ReplicaMark } from '../../store/replica.ts';
import { judgeReplica, type ReplicaVerdict, WITHOUT_SCHEMA } from './judge-replica.ts';

/** For the log to go from the primary to the replica and be replayed there, where nothing holds it up. */
const LOOKS = 4;
const PAUSE_MS = 60;

const UNDEFINED_TABLE = '42P01';

/** Asks both how they stand; a replica that cannot be asked is not usable. Never rejects. */
export async function measureReplica(primary: Db, replica: Db): Promise<ReplicaVerdict> {
  // Reports are for when the primary is away, too.
  const mark = await loadPrimaryMark(primary).catch(() => null);
  try {
    const found = await lookUntilThere(replica, mark);
    return found === null ? WITHOUT_SCHEMA : judgeReplica(mark, found);
  } catch (error) {
    return unknown(error);
  }
}

async function lookUntilThere(replica: Db, mark: PrimaryMark | null): Promise<ReplicaMark | null> {
  for (let look = 1; ; look += 1) {
    const found = await loadReplicaMark(replica, mark);
    if (found?.hasPosition !== false || look === LOOKS) return found;
    await sleep(PAUSE_MS);
  }
}

function unknown(error: unknown): ReplicaVerdict {
  if (codeOf(error) === UNDEFINED_TABLE) return WITHOUT_SCHEMA;
  const { reason, remedy } = connectionFault(error);
  return { usable: false, reason, remedy: remedy.replaceAll('DATABASE_URL', 'DATABASE_READ_URL') };
}
