import { createHmac } from 'node:crypto';
import { SAMPLE_ACCOUNT, SAMPLE_COMPANY, type Sample } from './sample.ts';

/** A company as a workflow sends it. */
export const hubspotSample: Sample = {
  body: ({ now, settings }) => {
    const said = (value: string) => ({ value, timestamp: now.getTime() });
    const { account_id: name } = settings.hubspot.properties;
    const properties = {
      name: said('A test of cs-pulse'),
      ...(name === null ? {} : { [name]: said(SAMPLE_ACCOUNT) }),
    };
    return JSON.stringify({ companyId: Number(SAMPLE_COMPANY), properties });
  },
  sign: ({ at, body, method, secret, url }) => {
    const timestamp = String(at.getTime());
    return {
      'x-hubspot-signature-v3': createHmac('sha256', secret)
        .update(`${method}${url}${body}${timestamp}`)
        .digest('base64'),
      'x-hubspot-request-timestamp': timestamp,
    };
  },
};
