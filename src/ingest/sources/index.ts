import type { Source } from '../source.ts';
import { events } from './events.ts';
import { hubspot } from './hubspot.ts';
import { posthog } from './posthog.ts';
import { segment } from './segment.ts';
import { sentry } from './sentry.ts';
import { stripe } from './stripe.ts';
import { zendesk } from './zendesk.ts';

/** Every source; the name is the last part of its address. */
export const sources = { events, hubspot, posthog, segment, sentry, stripe, zendesk } satisfies Record<string, Source>;
