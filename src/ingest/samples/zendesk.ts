import { createHmac } from 'node:crypto';
import { SAMPLE_ACCOUNT, type Sample } from './sample.ts';

/** A ticket that is opened. */
export const zendeskSample: Sample = {
  body: ({ now }) => {
    const at = now.toISOString();
    const detail = {
      id: SAMPLE_ACCOUNT,
      status: 'OPEN',
      priority: 'NORMAL',
      subject: 'A test of cs-pulse',
      organization_id: SAMPLE_ACCOUNT,
      created_at: at,
    };
    const type = 'zen:event-type:ticket.created';
    return JSON.stringify({ type, id: `cs-pulse-test-${now.getTime()}`, time: at, detail, event: {} });
  },
  sign: ({ at, body, secret }) => {
    const signedAt = at.toISOString();
    return {
      'x-zendesk-webhook-signature': createHmac('sha256', secret).update(signedAt).update(body).digest('base64'),
      'x-zendesk-webhook-signature-timestamp': signedAt,
    };
  },
};
