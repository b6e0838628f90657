import type { Context } from '../app/context.ts';
import type { Logger } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { SlackClient } from './clients.ts';
import type { Deliveries } from './deliveries.ts';
import type { SlackDeps } from './deps.ts';
import type { Home } from './home.ts';
import type { InFlight } from './in-flight.ts';
import type { Permissions } from './permissions.ts';
import type { Surfaces } from './surfaces.ts';

/** What the listeners of everything that Slack sends are made of. */
export interface Registration {
  readonly ctx: Context;
  readonly deps: SlackDeps;
  readonly client: SlackClient;
  readonly permissions: Permissions;
  readonly surfaces: Surfaces;
  readonly deliveries: Deliveries;
  readonly inFlight: InFlight;
  readonly home: Home;
  readonly pulseChannel: string | null;
  /** The app's own user; null until Slack has confirmed the token. */
  readonly botUserId: () => string | null;
  readonly onTokenRevoked: () => void;
  readonly log: Logger;
  readonly metrics: Metrics;
}
