import type { Config } from '../../config.ts';
import { DEMO_PULSE_CHANNEL } from '../../demo/people.ts';
import { deliverDue } from '../../jobs/deliver-due.ts';
import { digestJob } from '../../jobs/jobs/digest.ts';
import { AppError } from '../../lib/errors.ts';
import type { RunningApp } from '../../main.ts';
import { digestParts } from '../../wiring/jobs-side.ts';

/**
 * Today's digest by the job that posts it in production, whatever the hour.
 * @throws AppError `unavailable` when it was not posted.
 */
export async function postDigest({ ctx, publisher }: RunningApp, config: Config, day: string): Promise<void> {
  const { digestAt: at, digestDays: days, timeZone } = config;
  const job = digestJob({ ...digestParts(config), at, days, timeZone, channel: DEMO_PULSE_CHANNEL });
  await job.run({ ctx, day, dueAt: ctx.now(), lateMinutes: 0 });
  const results = publisher === null ? [] : await deliverDue({ ctx, publisher });
  const failed = results.find(({ outcome }) => outcome === 'failed' || outcome === 'postponed');
  if (failed) throw new AppError('unavailable', `The digest was not posted: ${failed.error ?? failed.outcome}`);
}
