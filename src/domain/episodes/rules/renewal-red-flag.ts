import { addDays } from '../../day.ts';
import type { AccountDay } from '../account-day.ts';
import { type Episode, renewalDay } from '../episode.ts';
import type { DayLevel } from '../level.ts';
import type { Ending } from './rule.ts';
import { stateRule } from './state.ts';

/** A renewal day this much later is another renewal, not a correction; the shortest billing period. */
const RENEWED_DAYS = 7;
/** Days before the renewal at which a red flag is worth saying again. */
const MILESTONES = [14, 30, 60, 90];

const isFlagged = ({ caps }: DayLevel): boolean => caps.includes('renewal_red_flag');

function milestoneOf({ daysToRenewal }: DayLevel): number | null {
  return daysToRenewal === null ? null : (MILESTONES.find((days) => daysToRenewal <= days) ?? null);
}

function endOf({ day, now }: AccountDay, { level }: Episode): Ending | null {
  const renewsOn = renewalDay(now, day);
  if (renewsOn === null) return isFlagged(now) ? null : { quietly: 'the renewal has passed' };
  if (level.renewsOn !== null && renewsOn >= addDays(level.renewsOn, RENEWED_DAYS)) {
    return isFlagged(now) ? { quietly: 'a later renewal counts now' } : 'recovered';
  }
  return !isFlagged(now) && now.seatsInUse ? 'recovered' : null;
}

/** Too few seats in use near the renewal: said when it begins and at each milestone of the same renewal. */
export const renewalRedFlag = stateRule({
  id: 'renewal_red_flag',
  severity: 'warn',
  holds: isFlagged,
  fires: ({ now }) => (isFlagged(now) ? { milestone: milestoneOf(now) } : null),
  ends: endOf,
  saysAgain: ({ now }, { milestone: said }) => {
    const milestone = milestoneOf(now);
    return isFlagged(now) && milestone !== null && (said === null || milestone < said) ? { milestone } : null;
  },
  coolDownDays: 0,
  coolsDown: ({ day, now }, last) => {
    const milestone = milestoneOf(now);
    const sameRenewal = last.level.renewsOn === renewalDay(now, day);
    return sameRenewal && last.milestone !== null && milestone !== null && last.milestone <= milestone;
  },
});
