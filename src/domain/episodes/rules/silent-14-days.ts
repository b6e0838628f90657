import type { DayLevel } from '../level.ts';
import { FIRED } from './rule.ts';
import { stateRule } from './state.ts';

const isSilent = ({ caps }: DayLevel): boolean => caps.includes('silent_14_days');

/** Nobody was active for the days that the cap names. Under a broken source everybody is silent. */
export const silent14Days = stateRule({
  id: 'silent_14_days',
  severity: 'critical',
  holds: isSilent,
  fires: ({ held, now }) => (!held && isSilent(now) ? FIRED : null),
  coolDownDays: 0,
});
