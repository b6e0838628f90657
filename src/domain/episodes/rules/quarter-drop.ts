import { stateRule } from './state.ts';

/** Utilization must be back above this many tenths of a point of change before the quarter's fall is over. */
const OVER_TENTHS = -150;

/** Fewer people than a quarter ago; a fall that added seats alone explain never alerts. */
export const quarterDrop = stateRule({
  id: 'quarter_drop',
  severity: 'warn',
  holds: ({ quarterDrop: dropped }) => dropped,
  ends: ({ now }) => {
    if (now.quarterDrop) return null;
    if (now.quarterTenths === null) return { quietly: 'no quarter to compare with' };
    return now.quarterTenths > OVER_TENTHS ? 'recovered' : null;
  },
  coolDownDays: 30,
});
