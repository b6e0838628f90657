const SILENT_MINUTES = 26 * 60;
const USUAL_WEEKS = 3;
const LEAST_PERCENT = 30n;
/** With fewer signals a day, a single feed may lose most of a day by chance. */
const LEAST_SIGNALS = 20;

export interface SourcePulse {
  /** Minutes since the newest signal; null: none was ever received. */
  readonly silentMinutes: number | null;
  /** How many of the four weeks before brought signals in the hours of the silence; at most the last week of it. */
  readonly usualWeeks: number;
  /** Signals of the last full local day and of the same weekday one to four weeks before it. */
  readonly sameWeekdays: readonly number[];
}

/** `silent`: nothing comes although these hours usually bring something; `fell`: far less than on such a weekday. */
export type SourceFault = 'silent' | 'fell';

/**
 * Whether a source looks broken rather than the customers quiet: silent for more than 26 hours although the same hours
 * of at least 3 of the 4 weeks before brought signals, or a last full day below 30 % of the same weekday's median.
 * @param scope `all`: every source of the kind together; `one`: a source beside others, whose fall counts only from
 * 20 signals a day; `irregular`: comes when something happens, so only a silence is unusual, and only where each of the
 * four weeks brought 20 signals on such a day.
 */
export function sourceFault(pulse: SourcePulse, scope: 'all' | 'one' | 'irregular'): SourceFault | null {
  const { silentMinutes, usualWeeks, sameWeekdays } = pulse;
  if (silentMinutes === null) return null;
  const silent = silentMinutes > SILENT_MINUTES && usualWeeks >= USUAL_WEEKS;
  if (scope === 'irregular') return silent && isRegular(sameWeekdays) ? 'silent' : null;
  if (silent) return 'silent';
  const twiceUsual = twiceMedianOfFour(sameWeekdays);
  const least = scope === 'one' ? 2 * LEAST_SIGNALS : 1;
  const fell = twiceUsual >= least && 200n * BigInt(sameWeekdays[0] ?? 0) < LEAST_PERCENT * BigInt(twiceUsual);
  return fell ? 'fell' : null;
}

function isRegular([, ...earlier]: readonly number[]): boolean {
  return earlier.every((signals) => signals >= LEAST_SIGNALS);
}

/** Twice the usual signals of the last full day's weekday: twice the median of the four weeks before. */
export function twiceMedianOfFour([, ...earlier]: readonly number[]): number {
  const sorted = [...earlier].sort((a, b) => a - b);
  return (sorted[1] ?? 0) + (sorted[2] ?? 0);
}
