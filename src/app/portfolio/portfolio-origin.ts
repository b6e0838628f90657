import { localDayOf } from '../../lib/local-time.ts';
import { loadRun } from '../../store/snapshots.ts';
import type { Context } from '../context.ts';
import { liveOrigin, type Origin } from '../freshness/data-stand.ts';
import { storedOrigin } from './open-portfolio.ts';

/** Where the portfolio's numbers come from: the newest snapshot day, or today while there is none. */
export async function portfolioOrigin(ctx: Context): Promise<Origin> {
  const run = await loadRun(ctx.db, null);
  return run === null ? liveOrigin(ctx, localDayOf(ctx.now(), ctx.timeZone)) : storedOrigin(run);
}
