import { addDays } from '../domain/day.ts';
import { isActivityBroken } from '../domain/source-outage.ts';
import { localDayOf } from '../lib/local-time.ts';
import { loadSameWeekdays, loadWatermarks, type SignalKind } from '../store/sources.ts';
import type { Context } from './context.ts';
import type { SourceAge } from './reports.ts';

const LABELS: Readonly<Record<Exclude<SignalKind, 'profile'>, string>> = {
  activity: 'usage',
  billing: 'billing',
  tickets: 'tickets',
  errors: 'errors',
  nps: 'nps',
};
const KINDS = Object.keys(LABELS) as (keyof typeof LABELS)[];
const MS_PER_MINUTE = 60_000;
/** Younger activity cannot be an outage by age; only then is the daily volume worth a query on every answer. */
const SUSPICIOUS_MINUTES = 26 * 60;

/**
 * How old the newest signal of each connected kind is. Usage is stale when its source looks broken; the other kinds
 * come when something happens, so their age is only information.
 */
export async function sourceAges(ctx: Context, { volume = false } = {}): Promise<SourceAge[]> {
  const now = ctx.now();
  const ages = new Map<SignalKind, number>();
  for (const { kind, lastOccurredAt, lastReceivedAt } of await loadWatermarks(ctx.db)) {
    // A sender's clock may run ahead: what it says about later than it was received is not believed.
    const newest = Math.min(lastOccurredAt.getTime(), lastReceivedAt.getTime());
    const age = Math.max(0, Math.floor((now.getTime() - newest) / MS_PER_MINUTE));
    ages.set(kind, Math.min(age, ages.get(kind) ?? age));
  }
  const usageAge = ages.get('activity') ?? null;
  const check = usageAge !== null && (volume || usageAge > SUSPICIOUS_MINUTES);
  const broken = check && (await isUsageBroken(ctx, now, usageAge));
  return KINDS.flatMap((kind) => {
    const ageMinutes = ages.get(kind);
    if (ageMinutes === undefined) return [];
    return [{ source: LABELS[kind], ageMinutes, stale: kind === 'activity' && broken }];
  });
}

async function isUsageBroken(ctx: Context, now: Date, ageMinutes: number): Promise<boolean> {
  const lastFullDay = addDays(localDayOf(now, ctx.timeZone), -1);
  return isActivityBroken({ ageMinutes, sameWeekdays: await loadSameWeekdays(ctx.db, lastFullDay) });
}
