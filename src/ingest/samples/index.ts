import type { sources } from '../sources/index.ts';
import { eventsSample } from './events.ts';
import { hubspotSample } from './hubspot.ts';
import { posthogSample } from './posthog.ts';
import type { Sample } from './sample.ts';
import { segmentSample } from './segment.ts';
import { sentrySample } from './sentry.ts';
import { stripeSample } from './stripe.ts';
import { zendeskSample } from './zendesk.ts';

/** A sample for every source: one without is a type error here. */
export const samples = {
  events: eventsSample,
  hubspot: hubspotSample,
  posthog: posthogSample,
  segment: segmentSample,
  sentry: sentrySample,
  stripe: stripeSample,
  zendesk: zendeskSample,
} satisfies Record<keyof typeof sources, Sample>;
