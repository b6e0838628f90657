import { rulesChanged } from '../account-day.ts';
import type { DayLevel } from '../level.ts';
import { FIRED } from './rule.ts';
import { stateRule } from './state.ts';

const offersSeats = ({ bucket, offersSeats: offers }: DayLevel): boolean => bucket === 'expansion' && offers;

/** At the ceiling of its seats for a week; good news, which the digest lists apart. */
export const expansion = stateRule({
  id: 'expansion',
  severity: 'info',
  holds: offersSeats,
  fires: (day) => (offersSeats(day.now) && (day.bucketForWeek || rulesChanged(day)) ? FIRED : null),
  ends: ({ now }) => (offersSeats(now) ? null : { quietly: 'left the bucket' }),
  coolDownDays: 60,
  lasts: () => false,
});
