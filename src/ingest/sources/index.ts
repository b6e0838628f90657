import type { Source } from '../source.ts';
import { events } from './events.ts';
import { sentry } from './sentry.ts';
import { stripe } from './stripe.ts';
import { zendesk } from './zendesk.ts';

/** Every source; the name is the last part of its address. */
export const sources = { events, sentry, stripe, zendesk } satisfies Record<string, Source>;
