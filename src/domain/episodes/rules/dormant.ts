import { stateRule } from './state.ts';

/** Seats that nobody fills: news once a quarter, and no line of its own while it lasts. */
export const dormant = stateRule({
  id: 'dormant',
  severity: 'info',
  holds: ({ bucket }) => bucket === 'dormant',
  ends: ({ now }) => (now.bucket === 'dormant' ? null : { quietly: 'left the bucket' }),
  coolDownDays: 90,
  lasts: () => false,
});
