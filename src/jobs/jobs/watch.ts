import type { Context } from '../../app/context.ts';
import type { TickJob } from '../job.ts';

/** Looks at the sources; looking again at once must change nothing. */
export type WatchSources = (call: { readonly ctx: Context }) => Promise<unknown>;

const HOUR_MS = 3_600_000;

/** Looks at the sources once an hour in each process; after a failure at the next tick. */
export function watchJob({ watchSources }: { readonly watchSources: WatchSources }): TickJob {
  let next = 0;
  return {
    name: 'watch',
    run: async ({ ctx }) => {
      const now = ctx.now().getTime();
      // A clock that went back must not stop the watch for as long as it went back.
      if (now < next && next - now <= HOUR_MS) return;
      await watchSources({ ctx });
      next = now + HOUR_MS;
    },
  };
}
