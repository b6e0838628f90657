import { createHmac } from 'node:crypto';
import { SAMPLE_ACCOUNT, type Sample } from './sample.ts';

/** A subscription of five seats that changes. */
export const stripeSample: Sample = {
  body: ({ now }) => {
    const created = Math.floor(now.getTime() / 1000);
    const price = {
      id: 'price_cs_pulse_test',
      object: 'price',
      currency: 'usd',
      unit_amount: 1000,
      recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    };
    const subscription = {
      id: 'sub_cs_pulse_test',
      object: 'subscription',
      customer: 'cus_cs_pulse_test',
      status: 'active',
      currency: 'usd',
      start_date: created,
      metadata: { account_id: SAMPLE_ACCOUNT },
      items: { object: 'list', has_more: false, data: [{ id: 'si_cs_pulse_test', quantity: 5, price }] },
    };
    return JSON.stringify({
      id: `evt_cs_pulse_test_${now.getTime()}`,
      object: 'event',
      type: 'customer.subscription.updated',
      created,
      livemode: true,
      data: { object: subscription },
    });
  },
  sign: ({ at, body, secret }) => {
    const time = Math.floor(at.getTime() / 1000);
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return { 'stripe-signature': `t=${time},v1=${signature}` };
  },
};
