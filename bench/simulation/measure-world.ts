import { isScoreDrop } from '../../src/domain/score-drop.ts';
import type { ScoredAccount } from './score-world.ts';
import { type Course, DECLINE_DAYS, WARM_UP_DAYS } from './world.ts';

export type Formula = 'balanced' | 'classic';

export interface Detection {
  /** Days from the first day of the change to the first alert, the lower median; null when none was found. */
  readonly medianDay: number | null;
  readonly found: number;
  readonly foundIn7Days: number;
  readonly of: number;
}

/** How steady a score is while nothing happens, and how soon it shows what does. */
export interface Stability {
  /** Alerts per stable account and year. */
  readonly weekDrops: number;
  readonly dayDrops: number;
  /** Pearson's r of score and people among stable accounts on the last day. */
  readonly sizeCorrelation: number;
  /** Mean score of stable accounts on the last day, in points. */
  readonly meanScore: number;
  readonly stop: Detection;
  readonly decline: Detection;
}

const DAYS_PER_YEAR = 365;
/** An alert this long after the end of a change is about something else. */
const LATEST_DAYS = 28;

/** Alerts as the digest raises them: a fall of more than 15 points within the span that was none the day before. */
export function measureWorld(accounts: readonly ScoredAccount[], formula: Formula): Stability {
  const stable = of(accounts, 'stable');
  const years = stable.reduce((days, account) => days + account[formula].length, 0) / DAYS_PER_YEAR;
  const rate = (span: number): number =>
    stable.reduce((sum, account) => sum + alertDays(account[formula], span).length, 0) / years;
  const last = stable.map((account) => (account[formula].at(-1) ?? 0) / 10);
  return {
    weekDrops: rate(7),
    dayDrops: rate(1),
    sizeCorrelation: correlation(
      last,
      stable.map(({ history }) => history.people),
    ),
    meanScore: mean(last),
    stop: detection(of(accounts, 'stop'), formula, { span: 7, within: LATEST_DAYS }),
    decline: detection(of(accounts, 'decline'), formula, { span: 28, within: DECLINE_DAYS + LATEST_DAYS }),
  };
}

/** The days, by place, on which a fall within `span` days begins to be one. */
export function alertDays(scores: readonly number[], span: number): number[] {
  const falls = (day: number): boolean => {
    const [before, now] = [scores[day - span], scores[day]];
    return before !== undefined && now !== undefined && isScoreDrop(before, now);
  };
  return scores.flatMap((_, day) => (falls(day) && !falls(day - 1) ? [day] : []));
}

function of(accounts: readonly ScoredAccount[], course: Course): ScoredAccount[] {
  return accounts.filter(({ history }) => history.course === course);
}

function detection(
  accounts: readonly ScoredAccount[],
  formula: Formula,
  { span, within }: { readonly span: number; readonly within: number },
): Detection {
  const days = accounts.flatMap((account) => {
    // Scores are of the midnight that begins a day: the first that knows of the change is the next one.
    const onset = account.history.onset - WARM_UP_DAYS;
    const found = alertDays(account[formula], span).find((day) => day > onset && day <= onset + within);
    return found === undefined ? [] : [found - onset];
  });
  days.sort((a, b) => a - b);
  return {
    medianDay: days[(days.length - 1) >> 1] ?? null,
    found: days.length,
    foundIn7Days: days.filter((day) => day <= 7).length,
    of: accounts.length,
  };
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [product, squareX, squareY] = [0, 0, 0];
  for (const [place, x] of xs.entries()) {
    const [dx, dy] = [x - meanX, (ys[place] ?? 0) - meanY];
    product += dx * dy;
    squareX += dx * dx;
    squareY += dy * dy;
  }
  return squareX === 0 || squareY === 0 ? 0 : product / Math.sqrt(squareX * squareY);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
