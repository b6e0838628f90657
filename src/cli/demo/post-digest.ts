import type { Config } from '../../config.ts';
import { DEMO_PULSE_CHANNEL } from '../../demo/people.ts';
import { deliverDue } from '../../jobs/deliver-due.ts';
import { digestJob } from '../../jobs/jobs/digest.ts';
import { AppError } from '../../lib/errors.ts';
import type { RunningApp } from '../../main.ts';
import { claimJobRun, finishJobRun } from '../../store/job-runs.ts';
import { digestParts } from '../../wiring/jobs-side.ts';

/** Of a run that is already over when it is entered: nobody has to be kept from it. */
const ENTRY = { runner: 'demo', leaseMs: 0, maxAttempts: 1 } as const;

/**
 * Today's digest by the job that posts it in production, whatever the hour, and in the ledger like any other run.
 * @throws AppError `unavailable` when it was not posted.
 */
export async function postDigest(
  { ctx, publisher }: Pick<RunningApp, 'ctx' | 'publisher'>,
  config: Config,
  day: string,
): Promise<void> {
  const { digestAt: at, digestDays: days, timeZone } = config;
  const job = digestJob({ ...digestParts(config), at, days, timeZone, channel: DEMO_PULSE_CHANNEL });
  const note = await job.run({ ctx, day, dueAt: ctx.now(), lateMinutes: 0 });
  const run = await claimJobRun(ctx.db, { job: job.name, scope: job.scope, localDate: day }, ENTRY);
  if (run !== null) await finishJobRun(ctx.db, run, note);
  const results = publisher === null ? [] : await deliverDue({ ctx, publisher });
  const failed = results.find(({ outcome }) => outcome === 'failed' || outcome === 'postponed');
  if (failed) throw new AppError('unavailable', `The digest was not posted: ${failed.error ?? failed.outcome}`);
}
