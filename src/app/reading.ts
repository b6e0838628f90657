import type { Context } from './context.ts';

/**
 * Runs work that changes nothing, on whatever database is there for it: the context that it is given may be another
 * than the one that was handed in.
 */
export type Reading = <T>(ctx: Context, work: (ctx: Context) => Promise<T>) => Promise<T>;

/** Reads where everything else is done, too. */
export const readAtHome: Reading = (ctx, work) => work(ctx);
