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

export interface Pools extends Readonly<Record<keyof typeof POOLS, pg.Pool>> {
  readonly end: () => Promise<void>;
}

export function openPools(url: string, log: Logger): Pools {
  const open = (name: keyof typeof POOLS): pg.Pool =>
    openPool({
      url,
      name,
      ...POOLS[name],
      onError: (error) => log.warn({ pool: name, reason: error.message }, 'a database connection was lost'),
    });
  const pools = {
    interactive: open('interactive'),
    ingest: open('ingest'),
    jobs: open('jobs'),
    reads: open('reads'),
    readers: open('readers'),
  };
  return {
    ...pools,
    end: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
    },
  };
}
