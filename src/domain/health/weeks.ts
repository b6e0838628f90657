const MOST_WEEKS = 13;

/** Full weeks counted back from D that lie wholly after the first activity: at most 13, one quarter. */
export function weeksAvailable(dataDays: number): number {
  return Math.min(MOST_WEEKS, Math.floor(dataDays / 7));
}
