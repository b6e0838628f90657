import type pg from 'pg';
import type { Logger } from '../lib/log.ts';
import { openPool } from '../store/db.ts';

/** Waiting people, ingest, jobs, reads of other databases and programs that read each have their own, so that none can starve another. */
const POOLS = {
  interactive: { max: 4, statementTimeoutMs: 2000 },
  ingest: { max: 4, statementTimeoutMs: 5000, planOnce: true },
  jobs: { max: 2, statementTimeoutMs: 120_000 },
  reads: { max: 3, statementTimeoutMs: 30_000 },
  readers: { max: 2, statementTimeoutMs: 10_000 },
} as const;

/** On the replica, for people and for programs. */
const REPLICA_POOLS = {
  replica: { max: 4, statementTimeoutMs: 2000, readOnly: true },
  replica_readers: { max: 2, statementTimeoutMs: 10_000, readOnly: true },
} as const;

export type ReplicaPools = Readonly<Record<keyof typeof REPLICA_POOLS, pg.Pool>>;

export interface Pools extends Readonly<Record<keyof typeof POOLS, pg.Pool>> {
  /** null: there is none. */
  readonly onReplica: ReplicaPools | null;
  /** All of them by name. */
  readonly named: Readonly<Record<string, pg.Pool>>;
  readonly end: () => Promise<void>;
}

type Open = (name: string, settings: { readonly max: number; readonly statementTimeoutMs: number }) => pg.Pool;

/** @param replicaUrl null: there is no replica */
export function openPools(url: string, replicaUrl: string | null, log: Logger): Pools {
  const opening =
    (address: string): Open =>
    (name, settings) =>
      openPool({
        url: address,
        name: name.replace('_', ' '),
        ...settings,
        onError: (error) => log.warn({ pool: name, reason: error.message }, 'a database connection was lost'),
      });
  const open = opening(url);
  const pools = {
    interactive: open('interactive', POOLS.interactive),
    ingest: open('ingest', POOLS.ingest),
    jobs: open('jobs', POOLS.jobs),
    reads: open('reads', POOLS.reads),
    readers: open('readers', POOLS.readers),
  };
  const onReplica = replicaUrl === null ? null : openReplicaPools(opening(replicaUrl));
  const named: Record<string, pg.Pool> = { ...pools, ...onReplica };
  return {
    ...pools,
    onReplica,
    named,
    end: async () => {
      await Promise.all(Object.values(named).map((pool) => pool.end()));
    },
  };
}

function openReplicaPools(open: Open): ReplicaPools {
  return {
    replica: open('replica', REPLICA_POOLS.replica),
    replica_readers: open('replica_readers', REPLICA_POOLS.replica_readers),
  };
}
