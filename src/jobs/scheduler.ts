import { schedule } from 'node-cron';
import type { Context } from '../app/context.ts';
import { messageOf } from '../lib/errors.ts';
import type { Jobs } from './job.ts';
import { runDueJobs } from './run-due-jobs.ts';

const EVERY_MINUTE = '* * * * *';

export interface Scheduler {
  /** No new tick begins; waits for the running one, at most `deadlineMs`. False when it is still running. */
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
}): Scheduler {
  const { ctx } = options;
  let running: Promise<void> | null = null;
  let stopped = false;

  function tick(): Promise<void> {
    if (stopped) return Promise.resolve();
    running ??= runDueJobs({ ...options, now: ctx.now() })
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
      stopped = true;
      await task.destroy();
      if (running === null) return true;
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), deadlineMs);
      });
      const finished = await Promise.race([running.then(() => true), deadline]);
      clearTimeout(timer);
      return finished;
    },
  };
}
