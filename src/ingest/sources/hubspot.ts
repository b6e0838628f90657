import { readDelivery } from '../hubspot/read-delivery.ts';
import { TIMED_SIGNATURE, verifyHubspot } from '../hubspot/verify.ts';
import type { Source } from '../source.ts';
import { VENDOR_DEFAULTS } from '../vendor-settings.ts';

/** HubSpot's webhooks, of apps and of workflows: owner, renewal, stage and names of companies. */
export const hubspot = {
  name: 'hubspot',
  noAccount: 'in HubSpot, associate each deal with the company that renews',
  verify: async (delivery) => verifyHubspot(delivery),
  parse: ({ payload, headers, receivedAt, settings }) => ({
    items: readDelivery(payload, {
      settings: (settings.sources ?? VENDOR_DEFAULTS).hubspot,
      otherwise: headers.has(TIMED_SIGNATURE) ? receivedAt : null,
    }),
  }),
} satisfies Source;
