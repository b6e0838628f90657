import { SAMPLE_ACCOUNT, type Sample } from './sample.ts';

/** One event of one person, as the webhook destination sends it. */
export const posthogSample: Sample = {
  body: ({ now, settings }) => {
    const properties = { $groups: { [settings.posthog.group_type]: SAMPLE_ACCOUNT } };
    return JSON.stringify({
      event: {
        uuid: `cs-pulse-test-${now.getTime()}`,
        event: 'cs_pulse_test',
        distinct_id: SAMPLE_ACCOUNT,
        timestamp: now.toISOString(),
        properties,
      },
    });
  },
  sign: ({ secret }) => ({ 'x-posthog-secret': secret }),
};
