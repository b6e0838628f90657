/** What happens to an account: three quarters of a portfolio go on as they are. */
export type Course = 'stable' | 'decline' | 'stop' | 'errors';

/** How people use a product in one invented world. */
export interface World {
  readonly name: string;
  /** Chance in per mille that a person is active on a working day; 600 are 12 days in 28. */
  readonly activePerMille: number;
  /** Chance in per mille that a whole week of an account is silent. */
  readonly quietWeekPerMille: number;
  /** First day of a week in which everybody is active a tenth as often; null: none. */
  readonly holidayFrom: number | null;
}

/** Days before the first score: every window and baseline is full by then. */
export const WARM_UP_DAYS = 120;
export const SCORED_DAYS = 290;
export const DAYS = WARM_UP_DAYS + SCORED_DAYS;
export const SEEDS = [7, 11, 23] as const;
/** A slow decline goes from usual to nothing in so many days, a stop in so few. */
export const DECLINE_DAYS = 120;
export const STOP_DAYS = 4;
export const BURST_DAYS = 14;
export const COURSES: readonly (readonly [Course, number])[] = [
  ['stable', 140],
  ['decline', 20],
  ['stop', 20],
  ['errors', 20],
];

const usual = { activePerMille: 600, quietWeekPerMille: 0, holidayFrom: null };

export const WORLDS: readonly World[] = [
  { ...usual, name: 'people active 12 days in 28' },
  { ...usual, name: 'the same with a holiday week', holidayFrom: WARM_UP_DAYS + 147 },
  { ...usual, name: 'people active half as often', activePerMille: 300 },
  { ...usual, name: 'a third as often', activePerMille: 200 },
  { ...usual, name: 'whole quiet weeks, 10 %', quietWeekPerMille: 100 },
  { ...usual, name: 'whole quiet weeks, 25 %', quietWeekPerMille: 250 },
];
