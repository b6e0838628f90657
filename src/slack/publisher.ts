import { webApi } from '@slack/bolt';
import type {
  FindInput,
  FindOutcome,
  OutgoingMessage,
  PostOutcome,
  Publisher,
  PublishFailure,
  ShowInput,
  UpdateOutcome,
} from '../app/delivery/publisher.ts';
import { messageOf } from '../lib/errors.ts';
import { type Metrics, NO_METRICS } from '../lib/metrics.ts';
import type { ChannelGuard, ChannelVerdict } from './channel-guard.ts';
import { measuredFetch } from './measured-fetch.ts';
import { errorClass, platformCode, remedyOf } from './permanent-errors.ts';
import type { PersonGuard } from './person-guard.ts';

/** A direct message is addressed to the person: opening the conversation would need another scope. */
const PERSON = /^[UW]/;
const EVENT_TYPE = 'cs_pulse_message';
/** Must stay well below the lease of a message in the outbox. */
const TIMEOUT_MS = 10_000;
const RETRY_MS = 60_000;
/** Slack cuts plain messages at about 4,000 characters. */
const MOST_TEXT = 3_800;
const PAGE = 100;
const MOST_PAGES = 20;

/**
 * The client for everything that nobody waits for: it never retries by itself, because Slack may have done what it did
 * not answer, and it never queues behind a rate limit. Give listeners another client.
 */
export function createBackgroundClient(options: {
  readonly token: string;
  /** Base of the Web API when it is not Slack's own. */
  readonly slackApiUrl?: string | null | undefined;
  readonly timeoutMs?: number | undefined;
  readonly logger?: webApi.WebClientOptions['logger'];
  readonly metrics?: Pick<Metrics, 'slackRefused'> | undefined;
}): webApi.WebClient {
  return new webApi.WebClient(options.token, {
    timeout: options.timeoutMs ?? TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: measuredFetch(options.metrics ?? NO_METRICS),
    ...(options.logger && { logger: options.logger }),
    ...(options.slackApiUrl && { slackApiUrl: options.slackApiUrl }),
  });
}

interface Waits {
  readonly random: () => number;
  readonly retryMs: number;
}

/** Posts to Slack behind the guards of channels and of people. `client` must be a background client. */
export function createPublisher({
  client,
  guard,
  people,
  random = Math.random,
  retryMs = RETRY_MS,
}: {
  readonly client: webApi.WebClient;
  readonly guard: ChannelGuard;
  readonly people: PersonGuard;
  readonly random?: (() => number) | undefined;
  /** Wait after something that is certain not to have happened, such as a channel that could not be looked up. */
  readonly retryMs?: number | undefined;
}): Publisher {
  const waits: Waits = { random, retryMs };

  /** What does not say whether it shows amounts may. */
  function judge({ channel, message: { amounts = true } }: ShowInput): Promise<ChannelVerdict> {
    return PERSON.test(channel) ? people.check(channel, { amounts }) : guard.check(channel, { fresh: true });
  }

  /** Sends the richest form that Slack takes. A refused form is certain not to have been shown, so the next may follow. */
  async function show<T>(
    input: ShowInput,
    send: (content: Record<string, unknown>) => Promise<T>,
  ): Promise<{ readonly kind: 'done'; readonly answer: T } | { readonly kind: 'gone' } | PublishFailure> {
    const verdict = await judge(input);
    if (!verdict.allowed) return refused(input.channel, verdict, waits);
    let failure: PublishFailure = { kind: 'abandoned' };
    for (const content of formsOf(input.message)) {
      if (!(await input.beforeSend())) return { kind: 'abandoned' };
      try {
        return {
          kind: 'done',
          answer: await send({ ...content, channel: input.channel, metadata: metadataOf(input.key) }),
        };
      } catch (error) {
        const code = platformCode(error);
        if (code !== null && errorClass(code) === 'gone') return { kind: 'gone' };
        failure = failureOf(error, waits);
        if (code === null || errorClass(code) !== 'format') return failure;
      }
    }
    return failure;
  }

  return {
    async post(input): Promise<PostOutcome> {
      const shown = await show(input, (content) =>
        client.apiCall('chat.postMessage', {
          ...content,
          ...(input.threadTs && { thread_ts: input.threadTs }),
          unfurl_links: false,
          unfurl_media: false,
        }),
      );
      if (shown.kind === 'gone')
        return { kind: 'permanent', error: 'message_not_found', remedy: remedyOf('message_not_found') };
      if (shown.kind !== 'done') return shown;
      const { channel, ts } = { channel: null, ts: null, ...shown.answer };
      if (typeof ts !== 'string') return { kind: 'ambiguous', error: 'Slack gave no timestamp' };
      return { kind: 'ok', ts, channel: typeof channel === 'string' ? channel : undefined };
    },
    async update(input): Promise<UpdateOutcome> {
      const { channel, postedIn, ts } = input;
      const shown = await show(input, (content) =>
        client.apiCall('chat.update', { ...content, channel: postedIn ?? channel, ts }),
      );
      return shown.kind === 'done' ? { kind: 'ok' } : shown;
    },
    findByKey: (input) => findByKey(client, input, waits),
  };
}

async function findByKey(
  client: webApi.WebClient,
  { channel, key, since, threadTs = null }: FindInput,
  waits: Waits,
): Promise<FindOutcome> {
  if (PERSON.test(channel)) return { kind: 'forbidden', error: 'direct messages are not read' };
  const { retryMs } = waits;
  const oldest = (since.getTime() / 1000).toFixed(6);
  let cursor: string | undefined;
  try {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const asked = { channel, oldest, inclusive: true, limit: PAGE, ...(cursor && { cursor }) };
      const answer = await (threadTs === null
        ? client.conversations.history({ ...asked, include_all_metadata: true })
        : client.conversations.replies({ ...asked, include_all_metadata: true, ts: threadTs }));
      const ts = answer.messages?.find((message) => keyOf(message.metadata) === key)?.ts;
      if (ts) return { kind: 'found', ts };
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) return answer.messages ? { kind: 'absent' } : later('Slack gave no messages', retryMs);
    }
    return later('the channel is too busy to search', retryMs);
  } catch (error) {
    const code = platformCode(error);
    if (code !== null && errorClass(code) === 'permanent') return { kind: 'forbidden', error: code };
    const failure = failureOf(error, waits);
    return later(messageOf(error), failure.kind === 'later' ? failure.retryAfterMs : retryMs);
  }
}

const later = (error: string, retryAfterMs: number) => ({ kind: 'later', error, retryAfterMs }) as const;

const metadataOf = (key: string) => ({ event_type: EVENT_TYPE, event_payload: { key } });

function keyOf(metadata: unknown): unknown {
  if (typeof metadata !== 'object' || metadata === null || !('event_payload' in metadata)) return null;
  const payload = metadata.event_payload;
  return typeof payload === 'object' && payload !== null && 'key' in payload ? payload.key : null;
}

/** Rich blocks, classic blocks, plain text: the first that Slack takes is what the channel shows. */
function formsOf({ text, blocks, classic }: OutgoingMessage): Record<string, unknown>[] {
  const forms = [blocks, classic ?? []].filter((list) => list.length > 0);
  // An update without blocks would keep the old ones.
  return [...forms.map((list) => ({ text, blocks: list })), { text: clip(text), blocks: [] }];
}

function clip(text: string): string {
  const points = [...text];
  return points.length <= MOST_TEXT ? text : `${points.slice(0, MOST_TEXT - 1).join('')}…`;
}

const CHOOSE_CHANNEL =
  'Choose an internal channel that the app is in (PULSE_CHANNEL), then run "cs-pulse digest --post".';
const CHOOSE_PEOPLE =
  'If they are to have it, see to their membership of the workspace and of the groups in ALLOWED_USERGROUPS and MONEY_USERGROUPS; the next message is written by the rights of its day.';

function refused(
  channel: string,
  verdict: { readonly reason: string; readonly retry: boolean },
  { retryMs }: Waits,
): PublishFailure {
  if (verdict.retry) return later(verdict.reason, retryMs);
  const remedy = PERSON.test(channel) ? CHOOSE_PEOPLE : CHOOSE_CHANNEL;
  return { kind: 'permanent', error: `not posted: ${verdict.reason}`, remedy };
}

/** What an error of one call without retries says about whether the call took effect. */
function failureOf(error: unknown, { random, retryMs }: Waits): PublishFailure {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return later(error.message, jittered(error.retryAfter * 1000, random));
  const code = platformCode(error);
  if (code === null)
    return neverSent(error) ? later(messageOf(error), retryMs) : { kind: 'ambiguous', error: messageOf(error) };
  switch (errorClass(code)) {
    case 'ambiguous':
      return { kind: 'ambiguous', error: code };
    case 'rate_limited':
      return later(code, jittered(retryMs, random));
    default:
      return { kind: 'permanent', error: code, remedy: remedyOf(code) };
  }
}

const NOT_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** The connection was never made, so nothing can have happened at the other end. */
function neverSent(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && NOT_CONNECTED.includes(String(cause.code))) return true;
  }
  return false;
}

/** Never earlier than asked; up to a fifth and a second later, so that replicas do not return together. */
function jittered(ms: number, random: () => number): number {
  return Math.ceil(ms + random() * (ms / 5 + 1000));
}
