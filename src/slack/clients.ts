import { webApi } from '@slack/bolt';
import { type Metrics, NO_METRICS } from '../lib/metrics.ts';
import type { BoltLogger } from './bolt-logger.ts';
import { measuredFetch } from './measured-fetch.ts';

export type SlackClient = InstanceType<typeof webApi.WebClient>;

/** Slack gives an interaction 3 s, so a look-up that takes longer is of no use to the person who waits. */
const READ_TIMEOUT_MS = 2500;
const WRITE_TIMEOUT_MS = 8000;

export interface ClientOptions {
  readonly token: string;
  readonly apiUrl: string | null;
  readonly logger: BoltLogger;
  readonly metrics?: Pick<Metrics, 'slackRefused'> | undefined;
}

/**
 * Two clients for people who wait: look-ups are tried twice, writes once, because Slack cannot be told that a repeated
 * post is the same one. A 429 is an answer of its own instead of a queue that stalls every later click.
 */
export function createClients(options: ClientOptions): { readonly read: SlackClient; readonly write: SlackClient } {
  return {
    read: clientOf(options, { retries: 1, timeout: READ_TIMEOUT_MS }),
    write: clientOf(options, { retries: 0, timeout: WRITE_TIMEOUT_MS }),
  };
}

function clientOf(
  { token, apiUrl, logger, metrics = NO_METRICS }: ClientOptions,
  { retries, timeout }: { readonly retries: number; readonly timeout: number },
): SlackClient {
  return new webApi.WebClient(token, {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
    retryConfig: { retries, factor: 2, minTimeout: 300, maxTimeout: 1000 },
    timeout,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: measuredFetch(metrics),
    logger,
  });
}

/** The platform's error word (`invalid_blocks`, `channel_not_found`), or `ratelimited`, `timeout`, `http_503`. */
export function slackErrorOf(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  if (error instanceof webApi.WebAPIRateLimitedError) return 'ratelimited';
  if (error instanceof webApi.WebAPIHTTPError) return `http_${error.statusCode}`;
  return 'request_failed';
}
