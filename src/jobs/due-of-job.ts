import type { Context } from '../app/context.ts';
import { type JobRun, listJobRuns } from '../store/job-runs.ts';
import { type DueRun, dueRuns } from './due.ts';
import type { DailyJob } from './job.ts';

const RECENT_RUNS = 20;

/** What a job has to do at an instant, oldest first, and its latest runs, newest first. */
export async function dueOfJob(
  db: Context['db'],
  job: DailyJob,
  now: Date,
): Promise<{ readonly due: DueRun[]; readonly runs: readonly JobRun[] }> {
  const runs = await listJobRuns(db, job.name, job.scope, RECENT_RUNS);
  const final = runs.filter(({ state }) => state === 'done' || state === 'skipped');
  const settled = new Set(final.map(({ slot }) => slot.localDate));
  return { due: dueRuns(job.schedule, now, { settled, lastKnown: runs[0]?.slot.localDate ?? null }), runs };
}
