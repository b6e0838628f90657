import { addDays, type Day } from '../../domain/day.ts';
import { localDayOf, startOfLocalDay } from '../../lib/local-time.ts';
import type { Context } from '../context.ts';
import { sourceFaults } from './source-faults.ts';

/** Volumes are kept for the weeks before this many days: an older day cannot be judged again. */
const JUDGED_DAYS = 7;
/** Only these can make scores fall: less of the other kinds makes them rise or changes nothing. */
const LOWERS_SCORES = 'activity';

/**
 * Kinds of signals whose source looked broken at the day's midnight, for today also those that do now. A mark that the
 * day has stays, unless late data changed the day and its midnight looks well with it.
 */
export async function staleSources(
  ctx: Context,
  day: { readonly day: Day; readonly marked: readonly string[]; readonly lateData: boolean },
): Promise<readonly string[]> {
  const today = localDayOf(ctx.now(), ctx.timeZone);
  const judged = day.day >= addDays(today, -JUDGED_DAYS);
  const kinds = new Set(judged && day.lateData ? [] : day.marked);
  if (judged) {
    const instants = [startOfLocalDay(day.day, ctx.timeZone), ...(day.day === today ? [ctx.now()] : [])];
    for (const at of instants) {
      for (const { kind } of await sourceFaults(ctx, at)) if (kind === LOWERS_SCORES) kinds.add(kind);
    }
  }
  return [...kinds].sort();
}
