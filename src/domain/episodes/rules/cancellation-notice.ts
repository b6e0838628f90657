import { stateRule } from './state.ts';

/** The contract ends with its period. A fact that no threshold decides: said whatever else changed that day. */
export const cancellationNotice = stateRule({
  id: 'cancellation_notice',
  severity: 'critical',
  holds: ({ caps }) => caps.includes('cancellation_notice'),
  coolDownDays: 0,
  origin: () => 'customer',
});
