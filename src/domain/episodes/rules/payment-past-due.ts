import { stateRule } from './state.ts';

/** An invoice has been open for as long as the cap allows. */
export const paymentPastDue = stateRule({
  id: 'payment_past_due',
  severity: 'warn',
  holds: ({ caps }) => caps.includes('payment_past_due'),
  coolDownDays: 0,
});
