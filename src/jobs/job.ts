import type { Context } from '../app/context.ts';
import type { Day } from '../domain/day.ts';
import type { Schedule } from './due.ts';

export interface JobRunInput {
  readonly ctx: Context;
  /** The local day that the run is for. */
  readonly day: Day;
  readonly dueAt: Date;
  /** Minutes after the time at which it was due. */
  readonly lateMinutes: number;
}

/** Something that happens once per local day. */
export interface DailyJob {
  readonly name: string;
  /** Runs of different scopes do not exclude each other. */
  readonly scope: string;
  readonly schedule: Schedule;
  /** Does it; the answer is kept as a note. Must bear being run again when it broke off. */
  readonly run: (input: JobRunInput) => Promise<string | null>;
}

/** Something that happens whenever there is work, at every tick. It takes care of other processes itself. */
export interface TickJob {
  readonly name: string;
  readonly run: (input: { readonly ctx: Context; readonly stop?: AbortSignal | undefined }) => Promise<void>;
}

/** How a process that is told to stop says so to its jobs. */
export interface Stopping {
  /** Aborted: nothing begins any more. */
  readonly asked: AbortSignal;
  /** Aborted: what still runs is left alone, and its run is free for another process. */
  readonly expired: AbortSignal;
}

export interface Jobs {
  /** In order: a job may rely on those before it. */
  readonly daily: readonly DailyJob[];
  readonly eachTick: readonly TickJob[];
}
