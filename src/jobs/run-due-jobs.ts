import type { Context } from '../app/context.ts';
import { messageOf } from '../lib/errors.ts';
import { type Metrics, NO_METRICS } from '../lib/metrics.ts';
import {
  claimJobRun,
  failJobRun,
  finishJobRun,
  giveBackJobRun,
  giveUpJobRun,
  type JobClaim,
  type JobSlot,
  renewJobRun,
  skipJobRun,
} from '../store/job-runs.ts';
import type { DueRun } from './due.ts';
import { dueOfJob } from './due-of-job.ts';
import type { DailyJob, Jobs, Stopping, TickJob } from './job.ts';

const LEASE_MS = 120_000;
const RETRY_MS = 60_000;
const MAX_ATTEMPTS = 5;
const GIVEN_BACK = Symbol('given back');

export interface RunDueOptions {
  readonly ctx: Context;
  readonly jobs: Jobs;
  readonly now: Date;
  /** Name of this process in the ledger. */
  readonly runner: string;
  readonly leaseMs?: number | undefined;
  readonly retryMs?: number | undefined;
  readonly stopping?: Stopping | undefined;
  readonly metrics?: Pick<Metrics, 'jobEnded'> | undefined;
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
    if (isStopping(options)) return results;
    const { due } = await dueOfJob(ctx.db, job, options.now);
    for (const run of due) {
      if (isStopping(options)) return results;
      const result = await measured(options, job, run);
      if (result) results.push(result);
    }
  }
  for (const job of jobs.eachTick) if (!isStopping(options)) await runTick(options, job);
  return results;
}

function isStopping({ stopping }: RunDueOptions): boolean {
  return stopping?.asked.aborted === true;
}

async function measured(options: RunDueOptions, job: DailyJob, due: DueRun): Promise<JobResult | null> {
  const { metrics = NO_METRICS, now } = options;
  const from = performance.now();
  const result = due.action === 'skip' ? await skip(options, job, due) : await attempt(options, job, due);
  if (result !== null) {
    const lateSeconds = Math.max(0, (now.getTime() - due.dueAt.getTime()) / 1000);
    metrics.jobEnded({ job: job.name, outcome: result.outcome, seconds: secondsSince(from), lateSeconds });
  }
  return result;
}

async function runTick({ ctx, metrics = NO_METRICS, stopping }: RunDueOptions, job: TickJob): Promise<void> {
  const from = performance.now();
  const ended = (outcome: 'done' | 'failed') =>
    metrics.jobEnded({ job: job.name, outcome, seconds: secondsSince(from), lateSeconds: null });
  try {
    await job.run({ ctx, stop: stopping?.asked });
    ended('done');
  } catch (error) {
    ended('failed');
    ctx.log.error({ job: job.name, error: messageOf(error) }, 'A job failed. It runs again at the next tick.');
  }
}

function secondsSince(from: number): number {
  return (performance.now() - from) / 1000;
}

async function skip({ ctx, runner }: RunDueOptions, job: DailyJob, { day, dueAt }: DueRun): Promise<JobResult | null> {
  const slot = slotOf(job, day);
  const note = `not run: nothing was running at ${dueAt.toISOString()} and it is too late now`;
  if (!(await skipJobRun(ctx.db, slot, runner, note))) return null;
  ctx.log.warn({ ...slot, note }, 'A job missed its time.');
  return { ...slot, outcome: 'skipped', note };
}

async function attempt(options: RunDueOptions, job: DailyJob, { day, dueAt }: DueRun): Promise<JobResult | null> {
  const { ctx, now, runner, leaseMs = LEASE_MS, retryMs = RETRY_MS, stopping } = options;
  const slot = slotOf(job, day);
  const claim = await claimJobRun(ctx.db, slot, { runner, leaseMs, maxAttempts: MAX_ATTEMPTS });
  if (claim === null) return giveUp(options, slot);
  const stopRenewing = keepLease(options, claim, leaseMs);
  try {
    const lateMinutes = Math.floor((now.getTime() - dueAt.getTime()) / 60_000);
    const note = await unlessExpired(job.run({ ctx, day, dueAt, lateMinutes }), stopping);
    if (note === GIVEN_BACK) return await giveBack(options, claim);
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

/** Another process may run it again at once, instead of when the lease ends. */
async function giveBack({ ctx }: RunDueOptions, claim: JobClaim): Promise<JobResult> {
  const note = 'given back: its process was stopped';
  await giveBackJobRun(ctx.db, claim, note);
  ctx.log.info(claim.slot, 'A job did not end before its process stops and is given back.');
  return { ...claim.slot, outcome: 'failed', note };
}

/** The note of the work, or that it was given back because nobody waits for it any longer. */
function unlessExpired(
  work: Promise<string | null>,
  stopping: Stopping | undefined,
): Promise<string | null | typeof GIVEN_BACK> {
  if (stopping === undefined) return work;
  const { expired } = stopping;
  return new Promise((done, fail) => {
    const leave = () => done(GIVEN_BACK);
    if (expired.aborted) leave();
    expired.addEventListener('abort', leave, { once: true });
    work.then(done, fail).finally(() => expired.removeEventListener('abort', leave));
  });
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
