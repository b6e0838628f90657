import { percentile } from '../../test/support/percentile.ts';
import type { Seeded } from '../seed.ts';
import { median } from '../stats.ts';

/** What the rounds left of one world. Times in milliseconds, seconds where said; memory in bytes. */
export interface Samples {
  readonly healthMs: number[];
  readonly utilizationMs: number[];
  /** Composed by the function that the job calls. */
  readonly digestMs: number[];
  /** Asked for in Slack, where an answer that takes longer than five seconds is not given. */
  readonly pulseMs: number[];
  /** The snapshot of a day, as its run was recorded. */
  readonly snapshotSeconds: number[];
  /** Its process from the start to the end: the alerts of the day are in it. */
  readonly nightSeconds: number[];
  /** The most that a process held: the serving one during each kind of question, and the one that takes snapshots. */
  readonly commandBytes: number[];
  readonly digestBytes: number[];
  readonly snapshotBytes: number[];
}

export function noSamples(): Samples {
  return {
    healthMs: [],
    utilizationMs: [],
    digestMs: [],
    pulseMs: [],
    snapshotSeconds: [],
    nightSeconds: [],
    commandBytes: [],
    digestBytes: [],
    snapshotBytes: [],
  };
}

/** One column of the table. Memory in MiB: the most of all rounds, where times are medians. */
export interface Measures {
  readonly accounts: number;
  readonly people: number;
  readonly events: number;
  readonly rollupRows: number;
  readonly rollupBytes: number;
  readonly bytesPerEvent: number;
  readonly healthP50Ms: number;
  readonly healthP99Ms: number;
  readonly utilizationP50Ms: number;
  readonly utilizationP99Ms: number;
  readonly digestMs: number;
  readonly pulseMs: number;
  readonly snapshotSeconds: number;
  readonly nightSeconds: number;
  readonly commandsMb: number;
  readonly digestMb: number;
  readonly snapshotMb: number;
}

const MIB = 2 ** 20;

/** Medians of times and the most of memory. */
export function measuresOf(seeded: Seeded, samples: Samples): Measures {
  const most = (bytes: readonly number[]): number => (bytes.length === 0 ? Number.NaN : Math.max(...bytes) / MIB);
  return {
    accounts: seeded.accounts,
    people: seeded.users,
    events: seeded.events,
    rollupRows: seeded.rollupRows,
    rollupBytes: seeded.rollupBytes,
    bytesPerEvent: seeded.rollupBytes / seeded.events,
    healthP50Ms: median(samples.healthMs),
    healthP99Ms: percentile(samples.healthMs, 99),
    utilizationP50Ms: median(samples.utilizationMs),
    utilizationP99Ms: percentile(samples.utilizationMs, 99),
    digestMs: median(samples.digestMs),
    pulseMs: median(samples.pulseMs),
    snapshotSeconds: median(samples.snapshotSeconds),
    nightSeconds: median(samples.nightSeconds),
    commandsMb: most(samples.commandBytes),
    digestMb: most(samples.digestBytes),
    snapshotMb: most(samples.snapshotBytes),
  };
}
