import { AppError } from '../../lib/errors.ts';
import { readPosthogItem } from '../posthog/read-item.ts';
import { isSameText } from '../same-text.ts';
import type { Source } from '../source.ts';
import { VENDOR_DEFAULTS } from '../vendor-settings.ts';

/** PostHog signs nothing: its destination sends this header with a secret of ours. */
const SECRET_HEADER = 'x-posthog-secret';

/** PostHog's webhook destination, and the forms of its capture API: activity, errors, people and accounts. */
export const posthog = {
  name: 'posthog',
  noAccount: 'call posthog.group() with the account in your product, or send account_id among the properties',
  verify: async ({ headers, secrets }) => {
    const given = headers.get(SECRET_HEADER);
    if (given === null) return false;
    // All are compared, so that the time does not say which one matched.
    return secrets.filter((secret) => isSameText(given, secret)).length > 0;
  },
  parse: ({ payload, receivedAt, settings }) => {
    const { group_type: groupType } = (settings.sources ?? VENDOR_DEFAULTS).posthog;
    return { items: itemsOf(payload).map((item) => readPosthogItem(item, { receivedAt, settings, groupType })) };
  },
} satisfies Source;

function itemsOf(payload: unknown): readonly unknown[] {
  if (Array.isArray(payload)) return payload;
  if (typeof payload === 'object' && payload !== null) {
    if (!('batch' in payload)) return [payload];
    if (Array.isArray(payload.batch)) return payload.batch;
  }
  throw new AppError('invalid', 'body: needs {"event": …, "person": …} as the webhook destination sends it, or events');
}
