import type { Context } from '../../app/context.ts';
import type { Day } from '../../domain/day.ts';
import { localDayOf } from '../../lib/local-time.ts';

/** The team's local day, from which a form counts. */
export function todayOf({ now, timeZone }: Pick<Context, 'now' | 'timeZone'>): Day {
  return localDayOf(now(), timeZone);
}
