import { createHmac, hash } from 'node:crypto';
import { SAMPLE_ACCOUNT, type Sample } from './sample.ts';

/** One error of one person. */
export const sentrySample: Sample = {
  body: ({ now, settings }) => {
    const error = {
      event_id: hash('sha256', `cs-pulse-test-${now.getTime()}`, 'hex').slice(0, 32),
      datetime: now.toISOString(),
      type: 'error',
      level: 'error',
      tags: [[settings.sentry.account_tag, SAMPLE_ACCOUNT]],
      user: { id: SAMPLE_ACCOUNT },
    };
    return JSON.stringify({ action: 'created', data: { error } });
  },
  sign: ({ body, secret }) => ({
    'sentry-hook-resource': 'error',
    'sentry-hook-signature': createHmac('sha256', secret).update(body).digest('hex'),
  }),
};
