import type { Source } from '../source.ts';
import { events } from './events.ts';
import { stripe } from './stripe.ts';

/** Every source; the name is the last part of its address. */
export const sources = { events, stripe } satisfies Record<string, Source>;
