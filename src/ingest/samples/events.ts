import { SAMPLE_ACCOUNT, type Sample } from './sample.ts';

/** One event of one person. */
export const eventsSample: Sample = {
  body: ({ now }) =>
    JSON.stringify({
      event: 'cs_pulse_test',
      timestamp: now.toISOString(),
      account_id: SAMPLE_ACCOUNT,
      user_id: SAMPLE_ACCOUNT,
      message_id: `cs-pulse-test-${now.getTime()}`,
    }),
  sign: null,
};
