import { schedule } from 'node-cron';
import type { Context } from '../app/context.ts';
import { messageOf } from '../lib/errors.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Jobs } from './job.ts';
import { runDueJobs } from './run-due-jobs.ts';

const EVERY_MINUTE = '* * * * *';
/** For a run that is given back to say so in the ledger. */
const GIVE_BACK_MS = 1000;

export interface Scheduler {
  /**
   * Nothing begins any more; waits for the running job, at most `deadlineMs`. One that still runs then is given back,
   * so that another process need not wait for its lease to end: false.
   */
  stop(deadlineMs: number): Promise<boolean>;
}

/**
 * Looks once a minute, and once at the start, for work that is due. The minute is only a reason to look: what is due
 * is decided from local days and the ledger, so a tick that is missed or comes twice does no harm.
 */
export function startScheduler(options: {
  readonly ctx: Context;
  readonly jobs: Jobs;
  readonly runner: string;
  readonly metrics?: Pick<Metrics, 'jobEnded'> | undefined;
}): Scheduler {
  const { ctx } = options;
  let running: Promise<void> | null = null;
  const asked = new AbortController();
  const expired = new AbortController();
  const stopping = { asked: asked.signal, expired: expired.signal };

  function tick(): Promise<void> {
    if (asked.signal.aborted) return Promise.resolve();
    running ??= runDueJobs({ ...options, now: ctx.now(), stopping })
      .then(() => undefined)
      .catch((error: unknown) =>
        ctx.log.warn({ error: messageOf(error) }, 'A tick failed. The next one is in a minute.'),
      )
      .finally(() => {
        running = null;
      });
    return running;
  }

  const task = schedule(EVERY_MINUTE, tick, {
    name: 'cs-pulse tick',
    noOverlap: true,
    suppressMissedWarning: true,
    logger: {
      debug: (message) => ctx.log.debug(String(message)),
      info: (message) => ctx.log.debug(message),
      warn: (message) => ctx.log.info(message),
      error: (message) => ctx.log.warn(String(message)),
    },
  });
  void tick();

  return {
    async stop(deadlineMs) {
      asked.abort();
      await task.destroy();
      if (await within(running, deadlineMs)) return true;
      expired.abort();
      await within(running, GIVE_BACK_MS);
      return false;
    },
  };
}

/** Whether the work ended within `ms`. */
async function within(work: Promise<void> | null, ms: number): Promise<boolean> {
  if (work === null) return true;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const finished = await Promise.race([work.then(() => true), deadline]);
  clearTimeout(timer);
  return finished;
}
