import { type AccountDay, rulesChanged } from '../account-day.ts';
import type { EarlierLevel } from '../level.ts';
import { coolDown, FIRED } from './rule.ts';
import { stateRule } from './state.ts';

const isAtRisk = ({ bucket }: Pick<EarlierLevel, 'bucket'>): boolean => bucket === 'at_risk';

/** The snapshot before says the same, or there is none that could. */
function agreed(day: AccountDay, holds: boolean): boolean {
  return day.before === null || rulesChanged(day) || isAtRisk(day.before) === holds;
}

/** So long after it ended it may be the same wavering, which `EDGE_DAYS` after it is for certain. */
const WAVERING_DAYS = 30;
const EDGE_DAYS = 7;

/**
 * In the bucket for two snapshots; one suffices on an account's first. Out for two ends it. Who enters again without
 * having been out for a week in a row wavers at the edge: that is listed, but no news.
 */
export const atRiskEnter = stateRule({
  id: 'at_risk_enter',
  severity: 'warn',
  holds: isAtRisk,
  fires: (day) => (isAtRisk(day.now) && agreed(day, true) ? FIRED : null),
  ends: (day) => {
    if (isAtRisk(day.now) || !agreed(day, false)) return null;
    // Falling use that merely stopped falling is no recovery.
    return day.now.bucket === 'dormant' ? { quietly: 'dormant now' } : 'recovered';
  },
  coolDownDays: EDGE_DAYS,
  coolsDown: (day, last) => coolDown(EDGE_DAYS)(day, last) || (day.bucketLately && coolDown(WAVERING_DAYS)(day, last)),
});
