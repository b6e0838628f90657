import type { Asked } from './ask.ts';
import type { Reads } from './reads.ts';
import { median, percentile } from './stats.ts';

export interface Figure {
  readonly name: string;
  readonly ms: number;
  /** Milliseconds not to be passed; null: only reported. */
  readonly goalMs: number | null;
}

const ACK_P99_MS = 100;
const TEXT_P99_MS = 1000;
const FACTS_ONE_MS = 5;
const FACTS_ALL_MS = 500;
const SNAPSHOT_MS = 3000;

/** Every figure of a run with its goal; reads are medians. */
export function figuresOf(asked: Asked, reads: Reads): Figure[] {
  const figure = (name: string, ms: number, goalMs: number | null = null): Figure => ({
    name,
    ms: Math.round(ms * 100) / 100,
    goalMs,
  });
  return [
    figure('slash command: ack p50', percentile(asked.ackMs, 50)),
    figure('slash command: ack p99', percentile(asked.ackMs, 99), ACK_P99_MS),
    figure('slash command: ack max', percentile(asked.ackMs, 100)),
    figure('slash command: first useful text p50', percentile(asked.textMs, 50)),
    figure('slash command: first useful text p99', percentile(asked.textMs, 99), TEXT_P99_MS),
    figure('facts of one account', median(reads.factsOne), FACTS_ONE_MS),
    figure('facts of all accounts', median(reads.factsAll), FACTS_ALL_MS),
    figure('snapshot of all accounts', median(reads.snapshot), SNAPSHOT_MS),
    figure('digest', median(reads.digest)),
    figure('find an account by its name', median(reads.findExact)),
    figure('find an account by a misspelt name', median(reads.findSimilar)),
  ];
}

/** True when the figure keeps its goal. The goals are upper bounds that a run must stay under. */
export function isMet({ ms, goalMs }: Figure): boolean {
  return goalMs === null || ms < goalMs;
}
