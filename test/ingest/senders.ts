import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import type { sources } from '../../src/ingest/sources/index.ts';

/** What the tests need to know of a source to be its sender. */
export interface Sender {
  readonly path: string;
  /** Secrets that are valid in the tests, the newest first. */
  readonly secrets: readonly [newest: string, oldest: string];
  /** Whether the signature covers when it was made, so that a stale one and one ahead of time are refused. */
  readonly timed: boolean;
  /** Headers that the real sender would send at an instant, without the content type. */
  readonly sign: (body: string, at: Date, secret: string) => Record<string, string>;
  /** What of a body the headers prove; absent: every byte. A secret that is sent as it is proves nothing of it. */
  readonly covers?: (body: string) => string;
  /** Headers that prove nothing, and may say anything. */
  readonly free?: readonly string[];
}

/** One sender per source: a source without one is a type error here. */
export const SENDERS: Readonly<Record<keyof typeof sources, Sender>> = {
  events: {
    path: '/v1/events',
    secrets: ['csp_test-ingest', 'csp_test-ingest-old'],
    timed: false,
    sign: (_body, _at, secret) => ({ authorization: `Bearer ${secret}` }),
    covers: () => '',
  },
  hubspot: {
    path: '/webhooks/hubspot',
    secrets: ['hubspot-client-secret-new', 'hubspot-client-secret-old'],
    timed: true,
    sign: (body, at, secret) => {
      const timestamp = String(at.getTime());
      const signed = `POSThttp://localhost/webhooks/hubspot${body}${timestamp}`;
      return {
        'x-hubspot-signature-v3': createHmac('sha256', secret).update(signed).digest('base64'),
        'x-hubspot-request-timestamp': timestamp,
      };
    },
  },
  posthog: {
    path: '/webhooks/posthog',
    secrets: ['posthog-webhook-secret-new', 'posthog-webhook-secret-old'],
    timed: false,
    sign: (_body, _at, secret) => ({ 'x-posthog-secret': secret }),
    covers: () => '',
  },
  segment: {
    path: '/webhooks/segment',
    secrets: ['segment-shared-secret-new', 'segment-shared-secret-old'],
    timed: false,
    sign: (body, _at, secret) => ({
      'x-signature': createHmac('sha1', secret).update(signedBySegment(body)).digest('hex'),
    }),
    covers: signedBySegment,
  },
  sentry: {
    path: '/webhooks/sentry',
    secrets: ['sentry-client-secret-new', 'sentry-client-secret-old'],
    timed: false,
    sign: (body, at, secret) => ({
      'request-id': '9f1f7a52-0d3c-4d5b-8a64-2f6c3f1d7e55',
      'sentry-hook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'sentry-hook-signature': createHmac('sha256', secret).update(body).digest('hex'),
    }),
    free: ['request-id', 'sentry-hook-timestamp'],
  },
  stripe: {
    path: '/webhooks/stripe',
    secrets: ['whsec_new', 'whsec_old'],
    timed: true,
    sign: (payload, at, secret) => {
      const timestamp = Math.floor(at.getTime() / 1000);
      return { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) };
    },
  },
  zendesk: {
    path: '/webhooks/zendesk',
    secrets: ['zendesk-signing-secret-new', 'zendesk-signing-secret-old'],
    timed: true,
    sign: (body, at, secret) => {
      const signedAt = at.toISOString();
      const signature = createHmac('sha256', secret).update(signedAt).update(body).digest('base64');
      return { 'x-zendesk-webhook-signature': signature, 'x-zendesk-webhook-signature-timestamp': signedAt };
    },
  },
};

/** Of a batch Segment signs the first event alone. */
function signedBySegment(body: string): string {
  if (!body.startsWith('[')) return body;
  try {
    const batch: unknown = JSON.parse(body);
    return Array.isArray(batch) && JSON.stringify(batch) === body ? JSON.stringify(batch[0]) : body;
  } catch {
    return body;
  }
}

/** The secrets of all senders, as the routes want them. */
export const SENDER_SECRETS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(SENDERS).map(([source, { secrets }]) => [source, secrets]),
);
