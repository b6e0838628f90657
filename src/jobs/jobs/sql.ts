import type { Context } from '../../app/context.ts';
import { messageOf } from '../../lib/errors.ts';
import type { TickJob } from '../job.ts';

/** A database of the team; whether it is time to read it is decided where it is read. */
export interface SqlJobSource {
  readonly name: string;
  readonly read: (call: { readonly ctx: Context; readonly stop: AbortSignal }) => Promise<void>;
}

export interface SqlJob {
  readonly job: TickJob;
  /** Reads end after the batch that they store; false when one still runs after `deadlineMs`. */
  readonly stop: (deadlineMs: number) => Promise<boolean>;
}

/** Reads each source beside the other jobs: a first read takes hours, and a digest must not wait for it. */
export function sqlJob(sources: readonly SqlJobSource[]): SqlJob {
  const running = new Map<string, Promise<void>>();
  const abort = new AbortController();
  return {
    job: {
      name: 'sql',
      run: async ({ ctx }) => {
        for (const { name, read } of sources) {
          if (running.has(name) || abort.signal.aborted) continue;
          const reading = read({ ctx, stop: abort.signal })
            .catch((error: unknown) =>
              ctx.log.warn({ source: name, error: messageOf(error) }, 'A read broke off. It goes on at the next tick.'),
            )
            .finally(() => running.delete(name));
          running.set(name, reading);
        }
      },
    },
    stop: async (deadlineMs) => {
      abort.abort();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), deadlineMs);
      });
      const ended = await Promise.race([Promise.all(running.values()).then(() => true), late]);
      clearTimeout(timer);
      return ended;
    },
  };
}
