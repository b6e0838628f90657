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
}

/** One sender per source: a source without one is a type error here. */
export const SENDERS: Readonly<Record<keyof typeof sources, Sender>> = {
  events: {
    path: '/v1/events',
    secrets: ['csp_test-ingest', 'csp_test-ingest-old'],
    timed: false,
    sign: (_body, _at, secret) => ({ authorization: `Bearer ${secret}` }),
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
};

/** The secrets of all senders, as the routes want them. */
export const SENDER_SECRETS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(SENDERS).map(([source, { secrets }]) => [source, secrets]),
);
