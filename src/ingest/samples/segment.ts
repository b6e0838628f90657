import { createHmac } from 'node:crypto';
import { SAMPLE_ACCOUNT, type Sample } from './sample.ts';

/** One message of one person, in the form of the libraries and of the webhook. */
export const segmentSample: Sample = {
  body: ({ now }) =>
    JSON.stringify({
      type: 'track',
      messageId: `cs-pulse-test-${now.getTime()}`,
      userId: SAMPLE_ACCOUNT,
      event: 'cs_pulse_test',
      context: { groupId: SAMPLE_ACCOUNT },
      timestamp: now.toISOString(),
    }),
  sign: ({ body, secret }) => ({ 'x-signature': createHmac('sha1', secret).update(body).digest('hex') }),
};
