const SILENT_MINUTES = 26 * 60;
const USUAL_WEEKS = 3;
const LEAST_PERCENT = 30n;

export interface ActivityPulse {
  /** Minutes since the newest activity; null: none was ever received. */
  readonly ageMinutes: number | null;
  /** Events of the last full local day and of the same weekday one to four weeks before it. */
  readonly sameWeekdays: readonly number[];
}

/**
 * Whether the activity source looks broken rather than the customers quiet: silent for more than 26 hours although
 * such a day usually brings events, or a last full day below 30 % of the same weekday's median.
 */
export function isActivityBroken({ ageMinutes, sameWeekdays }: ActivityPulse): boolean {
  if (ageMinutes === null) return false;
  const [last = 0, ...earlier] = sameWeekdays;
  const usual = earlier.filter((events) => events > 0).length >= USUAL_WEEKS;
  if (ageMinutes > SILENT_MINUTES && usual) return true;
  const sorted = [...earlier].sort((a, b) => a - b);
  const middle = (sorted[1] ?? 0) + (sorted[2] ?? 0);
  return middle > 0 && 200n * BigInt(last) < LEAST_PERCENT * BigInt(middle);
}
