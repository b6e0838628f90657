import { addDays, type Day } from '../../domain/day.ts';
import { type SourceFault, sourceFault, twiceMedianOfFour } from '../../domain/source-outage.ts';
import { localDayOf, startOfLocalDay } from '../../lib/local-time.ts';
import { ALL_SOURCES, loadSourcePulses, type SignalKind, type SourcePulseRow } from '../../store/sources.ts';
import type { Context } from '../context.ts';

/** A source that looks broken. */
export interface FaultySource {
  /** Name of the source; '*': all sources of activity together. */
  readonly source: string;
  readonly kind: SignalKind;
  readonly what: SourceFault;
  /** Since when signals are missing: the newest one, or the begin of the day that brought too few. */
  readonly since: Date;
  /** Signals of the last full day, and twice what such a weekday usually brings. */
  readonly lastDay: number;
  readonly twiceUsual: number;
}

/** Kinds that come when something happens: only a silence is unusual in them. */
const IRREGULAR: readonly SignalKind[] = ['errors', 'tickets', 'billing'];
/** Files come when a person brings them: on their own they cannot fall silent, only all activity together can. */
export const BY_HAND = 'csv';
const MS_PER_MINUTE = 60_000;

/** The sources that look broken at an instant (now when absent), from what has been received until today. */
export async function sourceFaults(ctx: Context, at: Date = ctx.now()): Promise<FaultySource[]> {
  return faultsIn(ctx, at, await sourcePulses(ctx, at));
}

/** How much each source brought on the last full day before an instant, and on such days before. */
export function sourcePulses(ctx: Context, at: Date): Promise<SourcePulseRow[]> {
  return loadSourcePulses(ctx.db, { at, day: lastFullDay(ctx, at), timeZone: ctx.timeZone });
}

function lastFullDay({ timeZone }: Context, at: Date): Day {
  return addDays(localDayOf(at, timeZone), -1);
}

/** The sources that look broken by their pulses at an instant. */
export function faultsIn(ctx: Context, at: Date, pulses: readonly SourcePulseRow[]): FaultySource[] {
  const day = lastFullDay(ctx, at);
  const fed = pulses.filter(({ source }) => source !== BY_HAND && source !== ALL_SOURCES);
  const activity = pulses.filter(({ kind, source }) => kind === 'activity' && source !== ALL_SOURCES);
  const verdict = (row: SourcePulseRow, scope: 'all' | 'one' | 'irregular'): FaultySource[] => {
    const { source, kind, last_at: lastAt, usual_weeks: usualWeeks, same_weekdays: sameWeekdays } = row;
    const silentMinutes = Math.floor((at.getTime() - lastAt.getTime()) / MS_PER_MINUTE);
    const what = sourceFault({ silentMinutes, usualWeeks, sameWeekdays }, scope);
    if (what === null) return [];
    const since = what === 'silent' ? lastAt : startOfLocalDay(day, ctx.timeZone);
    return [{ source, kind, what, since, lastDay: sameWeekdays[0] ?? 0, twiceUsual: twiceMedianOfFour(sameWeekdays) }];
  };
  const scope = activity.length === 1 ? 'all' : 'one';
  const single = fed.filter(({ kind }) => kind === 'activity').flatMap((row) => verdict(row, scope));
  // Several sources that fell a little each, or files that stopped coming.
  const whole = pulses.filter(({ source }) => source === ALL_SOURCES).flatMap((row) => verdict(row, 'all'));
  const irregular = fed.filter(({ kind }) => IRREGULAR.includes(kind)).flatMap((row) => verdict(row, 'irregular'));
  return [...(single.length > 0 ? single : whole), ...irregular];
}
