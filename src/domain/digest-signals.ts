import { type DayLevel, DIGEST_SIGNALS, type DigestSignal, isLow, rankOf, statesOf } from './digest-level.ts';
import { isScoreDrop } from './score-drop.ts';

/** A score of an earlier day; null without one. Scores of other rules are not comparable and must be left out. */
export interface EarlierScore {
  readonly baseTenths: number;
  readonly scoreTenths: number;
  readonly definition: string;
}

/** One account from one snapshot day to the next. */
export interface Step {
  readonly now: DayLevel;
  /** Null: the account was not there, or there was no earlier snapshot. */
  readonly before: DayLevel | null;
  /** The two days follow each other. */
  readonly consecutive: boolean;
  /** Scores about 7 and 28 days before each of the two days. */
  readonly weekAgo: EarlierScore | null;
  readonly monthAgo: EarlierScore | null;
  readonly beforeWeekAgo: EarlierScore | null;
  readonly beforeMonthAgo: EarlierScore | null;
  /** A source looks broken: falling numbers say nothing about the customers. */
  readonly dropsHeld: boolean;
  /** Was in the bucket dormant within the last quarter. */
  readonly wasDormant: boolean;
}

/** Days before the renewal at which a red flag is worth saying again. */
const MILESTONES = [90, 60, 30, 14];
/** States that thresholds decide: a change of the rules must not raise them. */
const BY_THRESHOLD: readonly DigestSignal[] = ['at_risk_enter', 'renewal_red_flag', 'dormant'];

/** What began in the step, worst first. */
export function firedSignals(step: Step): DigestSignal[] {
  const fired = new Set([...newStates(step), ...(step.dropsHeld ? [] : drops(step)), ...bandFall(step)]);
  return DIGEST_SIGNALS.filter((signal) => fired.has(signal));
}

function newStates({ now, before, wasDormant }: Step): DigestSignal[] {
  const earlier = before === null ? [] : statesOf(before);
  const rulesChanged = before !== null && before.definition !== now.definition;
  return statesOf(now).filter((state) => {
    if (rulesChanged && BY_THRESHOLD.includes(state)) return false;
    if (state === 'dormant' && wasDormant) return false;
    if (!earlier.includes(state)) return true;
    return state === 'renewal_red_flag' && before !== null && passesMilestone(before, now);
  });
}

function passesMilestone(before: DayLevel, now: DayLevel): boolean {
  if (before.daysToRenewal === null || now.daysToRenewal === null) return false;
  const [then, left] = [before.daysToRenewal, now.daysToRenewal];
  return MILESTONES.some((milestone) => then > milestone && left <= milestone);
}

// On the base score: a change that comes only from a cap raises the cap's own signal. Only the shortest span counts.
function drops(step: Step): DigestSignal[] {
  const { now, before } = step;
  if (step.consecutive && before !== null && fell(now, scoreOf(before))) return ['drop_24h'];
  if (fell(now, step.weekAgo) && !fell(before, step.beforeWeekAgo)) return ['drop_7d'];
  if (fell(now, step.monthAgo) && !fell(before, step.beforeMonthAgo)) return ['drop_28d'];
  return [];
}

function fell(now: DayLevel | null, then: EarlierScore | null): boolean {
  if (now === null || now.baseTenths === null || then === null || then.definition !== now.definition) return false;
  return isScoreDrop(then.baseTenths, now.baseTenths);
}

/** The score of a level as an earlier one; null without a score. */
export function scoreOf({ baseTenths, scoreTenths, definition }: DayLevel): EarlierScore | null {
  return baseTenths === null || scoreTenths === null ? null : { baseTenths, scoreTenths, definition };
}

// A band that a person set by hand is no news, neither when it begins nor when it ends.
function bandFall({ now, before, dropsHeld }: Step): DigestSignal[] {
  if (now.overridden || before?.overridden) return [];
  const rank = rankOf(now.band);
  const earlier = before === null ? null : rankOf(before.band);
  if (rank === null || now.bucket === 'excluded') return [];
  if (earlier === null) return isLow(now) ? ['band_down'] : [];
  const sameRules = before?.definition === now.definition;
  return sameRules && !dropsHeld && rank < earlier ? ['band_down'] : [];
}
