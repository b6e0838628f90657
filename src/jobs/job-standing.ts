import type { Context } from '../app/context.ts';
import { lastDueDay } from './due.ts';
import { dueOfJob } from './due-of-job.ts';
import type { DailyJob } from './job.ts';

export interface JobStanding {
  readonly job: string;
  /** Since its newest run was due that has not come about in any process; 0: none is missing. */
  readonly overdueSeconds: number;
  /** When a run was last done, in any process; null: none is known. */
  readonly lastDoneAt: Date | null;
}

/** How each job stands now, by the ledger; of several scopes the one that is furthest behind. */
export async function jobStandings(
  ctx: Pick<Context, 'db' | 'now'>,
  jobs: readonly DailyJob[],
): Promise<readonly JobStanding[]> {
  const standings = new Map<string, JobStanding>();
  for (const job of jobs) {
    const own = await standingOf(ctx, job);
    const known = standings.get(job.name);
    standings.set(job.name, known === undefined ? own : worse(known, own));
  }
  return [...standings.values()];
}

async function standingOf(ctx: Pick<Context, 'db' | 'now'>, job: DailyJob): Promise<JobStanding> {
  const now = ctx.now();
  const { due, runs } = await dueOfJob(ctx.db, job, now);
  const newest = due.find(({ day }) => day === lastDueDay(job.schedule, now));
  const done = runs.flatMap(({ finishedAt, state }) => (state === 'done' && finishedAt !== null ? [finishedAt] : []));
  return {
    job: job.name,
    overdueSeconds: newest === undefined ? 0 : Math.floor((now.getTime() - newest.dueAt.getTime()) / 1000),
    lastDoneAt: done.reduce<Date | null>((latest, at) => (latest === null || at > latest ? at : latest), null),
  };
}

function worse(one: JobStanding, other: JobStanding): JobStanding {
  const overdueSeconds = Math.max(one.overdueSeconds, other.overdueSeconds);
  const { lastDoneAt } = other;
  const behind = one.lastDoneAt === null || (lastDoneAt !== null && one.lastDoneAt < lastDoneAt) ? one : other;
  return { job: one.job, overdueSeconds, lastDoneAt: behind.lastDoneAt };
}
