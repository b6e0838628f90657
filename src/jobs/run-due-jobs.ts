import type { Context } from '../app/context.ts';
import { messageOf } from '../lib/errors.ts';
import {
  claimJobRun,
  failJobRun,
  finishJobRun,
  giveUpJobRun,
  type JobClaim,
  type JobSlot,
  listJobRuns,
  renewJobRun,
  skipJobRun,
} from '../store/job-runs.ts';
import { type DueRun, dueRuns } from './due.ts';
import type { DailyJob, Jobs } from './job.ts';

const LEASE_MS = 120_000;
const RETRY_MS = 60_000;
const MAX_ATTEMPTS = 5;
const RECENT_RUNS = 20;

export interface RunDueOptions {
  readonly ctx: Context;
  readonly jobs: Jobs;
  readonly now: Date;
  /** Name of this process in the ledger. */
  readonly runner: string;
  readonly leaseMs?: number | undefined;
  readonly retryMs?: number | undefined;
}

export interface JobResult extends JobSlot {
  readonly outcome: 'done' | 'failed' | 'skipped';
  readonly note: string | null;
}

/**
 * Runs everything that is due now and free. Processes that do this at the same moment share the work: each run is
 * done by one of them. A job that fails does not keep the others from running.
 * @throws nothing of a job's own; only the ledger's database errors.
 */
export async function runDueJobs(options: RunDueOptions): Promise<JobResult[]> {
  const { ctx, jobs } = options;
  const results: JobResult[] = [];
  for (const job of jobs.daily) {
    for (const due of await dueOf(options, job)) {
      const result = due.action === 'skip' ? await skip(options, job, due) : await attempt(options, job, due);
      if (result) results.push(result);
    }
  }
  for (const job of jobs.eachTick) {
    try {
      await job.run({ ctx });
    } catch (error) {
      ctx.log.error({ job: job.name, error: messageOf(error) }, 'A job failed. It runs again at the next tick.');
    }
  }
  return results;
}

async function dueOf({ ctx, now }: RunDueOptions, job: DailyJob): Promise<DueRun[]> {
  const runs = await listJobRuns(ctx.db, job.name, job.scope, RECENT_RUNS);
  const final = runs.filter(({ state }) => state === 'done' || state === 'skipped');
  const settled = new Set(final.map(({ slot }) => slot.localDate));
  return dueRuns(job.schedule, now, { settled, lastKnown: runs[0]?.slot.localDate ?? null });
}

async function skip({ ctx, runner }: RunDueOptions, job: DailyJob, { day, dueAt }: DueRun): Promise<JobResult | null> {
  const slot = slotOf(job, day);
  const note = `not run: nothing was running at ${dueAt.toISOString()} and it is too late now`;
  if (!(await skipJobRun(ctx.db, slot, runner, note))) return null;
  ctx.log.warn({ ...slot, note }, 'A job missed its time.');
  return { ...slot, outcome: 'skipped', note };
}

async function attempt(options: RunDueOptions, job: DailyJob, { day, dueAt }: DueRun): Promise<JobResult | null> {
  const { ctx, now, runner, leaseMs = LEASE_MS, retryMs = RETRY_MS } = options;
  const slot = slotOf(job, day);
  const claim = await claimJobRun(ctx.db, slot, { runner, leaseMs, maxAttempts: MAX_ATTEMPTS });
  if (claim === null) return giveUp(options, slot);
  const stopRenewing = keepLease(options, claim, leaseMs);
  try {
    const lateMinutes = Math.floor((now.getTime() - dueAt.getTime()) / 60_000);
    const note = await job.run({ ctx, day, dueAt, lateMinutes });
    await finishJobRun(ctx.db, claim, note);
    return { ...slot, outcome: 'done', note };
  } catch (error) {
    const note = messageOf(error);
    const last = claim.attempt >= MAX_ATTEMPTS;
    const text = last ? 'A job failed and is given up for this day.' : 'A job failed. It is tried again.';
    ctx.log[last ? 'error' : 'warn']({ ...slot, attempt: claim.attempt, error: note }, text);
    await failJobRun(ctx.db, claim, retryMs * claim.attempt, note);
    return { ...slot, outcome: 'failed', note };
  } finally {
    stopRenewing();
  }
}

async function giveUp({ ctx }: RunDueOptions, slot: JobSlot): Promise<JobResult | null> {
  if (!(await giveUpJobRun(ctx.db, slot, MAX_ATTEMPTS))) return null;
  const note = 'given up: its runner died each time';
  ctx.log.error({ ...slot }, 'A job ended its process each time and is given up for this day.');
  return { ...slot, outcome: 'failed', note };
}

/** Renews the lease while a long run goes on; a process that dies stops doing so. */
function keepLease({ ctx }: RunDueOptions, claim: JobClaim, leaseMs: number): () => void {
  const timer = setInterval(() => {
    renewJobRun(ctx.db, claim, leaseMs).catch((error: unknown) =>
      ctx.log.warn({ ...claim.slot, error: messageOf(error) }, 'The lease of a job could not be renewed.'),
    );
  }, leaseMs / 3);
  return () => clearInterval(timer);
}

function slotOf(job: DailyJob, day: string): JobSlot {
  return { job: job.name, scope: job.scope, localDate: day };
}
