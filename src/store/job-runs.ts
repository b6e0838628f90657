import { z } from 'zod';
import { type Db, execute, oneRow, rows } from './db.ts';

/** Identity of a run: a job runs once for a scope and local day. */
export interface JobSlot {
  readonly job: string;
  /** What the run is about, such as a channel; '' when the job has only one. */
  readonly scope: string;
  /** 'YYYY-MM-DD', local to the team. */
  readonly localDate: string;
}

export interface JobClaim {
  readonly slot: JobSlot;
  /** 1 for the first try. Also the fence: a later claim has a higher number. */
  readonly attempt: number;
}

export interface ClaimOptions {
  /** Who holds it, for people who look into the table. */
  readonly runner: string;
  readonly leaseMs: number;
  readonly maxAttempts: number;
}

const SLOT = 'job = $1 and scope = $2 and local_date = $3';
const HELD = `${SLOT} and attempts = $4 and state = 'running'`;
const slotValues = (slot: JobSlot): unknown[] => [slot.job, slot.scope, slot.localDate];
const claimValues = ({ slot, attempt }: JobClaim): unknown[] => [...slotValues(slot), attempt];

/**
 * Takes a run: a new one, one whose runner died (its lease ran out), or one that failed and may be tried again.
 * Null when it is done, skipped, given up or in other hands. Leases are times of the database.
 */
export async function claimJobRun(db: Db, slot: JobSlot, options: ClaimOptions): Promise<JobClaim | null> {
  const row = await oneRow(
    db,
    z.object({ attempts: z.number() }),
    `insert into job_runs (job, scope, local_date, state, attempts, lease_until, runner, started_at)
     values ($1, $2, $3, 'running', 1, clock_timestamp() + $4 * interval '1 millisecond', $5, clock_timestamp())
     on conflict (job, scope, local_date) do update
     set state = 'running', attempts = job_runs.attempts + 1, lease_until = excluded.lease_until,
       runner = excluded.runner, started_at = excluded.started_at, finished_at = null
     where job_runs.state in ('running', 'failed') and job_runs.lease_until <= clock_timestamp()
       and job_runs.attempts < $6
     returning attempts`,
    [...slotValues(slot), options.leaseMs, options.runner, options.maxAttempts],
  );
  return row && { slot, attempt: row.attempts };
}

/** Holds a run for another `leaseMs`; false when it is no longer ours. */
export async function renewJobRun(db: Db, claim: JobClaim, leaseMs: number): Promise<boolean> {
  const touched = await execute(
    db,
    `update job_runs set lease_until = clock_timestamp() + $5 * interval '1 millisecond'
     where ${HELD} and lease_until > clock_timestamp()`,
    [...claimValues(claim), leaseMs],
  );
  return touched > 0;
}

/** Notes that a run is complete; false when somebody else has taken it over. */
export async function finishJobRun(db: Db, claim: JobClaim, note: string | null): Promise<boolean> {
  const touched = await execute(
    db,
    `update job_runs set state = 'done', finished_at = clock_timestamp(), note = $5 where ${HELD}`,
    [...claimValues(claim), note],
  );
  return touched > 0;
}

/** Notes that a run failed; it may be claimed again after `retryAfterMs`. */
export async function failJobRun(db: Db, claim: JobClaim, retryAfterMs: number, note: string): Promise<void> {
  await execute(
    db,
    `update job_runs set state = 'failed', finished_at = clock_timestamp(), note = $6,
       lease_until = clock_timestamp() + $5 * interval '1 millisecond'
     where ${HELD}`,
    [...claimValues(claim), retryAfterMs, note],
  );
}

/**
 * Gives a run back that was broken off because its process stops: it may be claimed at once, and it does not count as
 * tried, so that no number of restarts uses up the tries of a day. The claim must not be used any more.
 */
export async function giveBackJobRun(db: Db, claim: JobClaim, note: string): Promise<void> {
  await execute(
    db,
    `update job_runs set state = 'failed', attempts = attempts - 1, finished_at = clock_timestamp(), note = $5,
       lease_until = clock_timestamp()
     where ${HELD}`,
    [...claimValues(claim), note],
  );
}

/** Closes a run whose runners died as often as is allowed; false when that is not so. */
export async function giveUpJobRun(db: Db, slot: JobSlot, maxAttempts: number): Promise<boolean> {
  const touched = await execute(
    db,
    `update job_runs set state = 'failed', finished_at = clock_timestamp(), note = 'given up: its runner died each time'
     where ${SLOT} and state = 'running' and lease_until <= clock_timestamp() and attempts >= $4`,
    [...slotValues(slot), maxAttempts],
  );
  return touched > 0;
}

/** Notes that a run will not take place; false when there is a run already. */
export async function skipJobRun(db: Db, slot: JobSlot, runner: string, note: string): Promise<boolean> {
  const touched = await execute(
    db,
    `insert into job_runs (job, scope, local_date, state, attempts, lease_until, runner, started_at, finished_at, note)
     values ($1, $2, $3, 'skipped', 0, clock_timestamp(), $4, clock_timestamp(), clock_timestamp(), $5)
     on conflict do nothing`,
    [...slotValues(slot), runner, note],
  );
  return touched > 0;
}

/** Whether a process has a run of the job in hand, of any scope and day. */
export async function isJobRunning(db: Db, job: string): Promise<boolean> {
  const text = `select exists (
      select from job_runs where job = $1 and state = 'running' and lease_until > clock_timestamp()
    ) as running`;
  return (await oneRow(db, z.strictObject({ running: z.boolean() }), text, [job]))?.running === true;
}

const runSchema = z
  .object({
    job: z.string(),
    scope: z.string(),
    local_date: z.string(),
    state: z.enum(['running', 'done', 'failed', 'skipped']),
    attempts: z.number(),
    runner: z.string(),
    started_at: z.date(),
    finished_at: z.date().nullable(),
    note: z.string().nullable(),
  })
  .transform(({ job, scope, local_date, started_at, finished_at, ...row }) => ({
    ...row,
    slot: { job, scope, localDate: local_date },
    startedAt: started_at,
    finishedAt: finished_at,
  }));
export type JobRun = z.infer<typeof runSchema>;

/** The latest runs of a job in a scope, newest day first. */
export async function listJobRuns(db: Db, job: string, scope: string, limit: number): Promise<JobRun[]> {
  return rows(
    db,
    runSchema,
    `select job, scope, local_date, state, attempts, runner, started_at, finished_at, note from job_runs
     where job = $1 and scope = $2 order by local_date desc limit $3`,
    [job, scope, limit],
  );
}
