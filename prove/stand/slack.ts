import type { Random } from '../../src/demo/random.ts';
import {
  type FakeAnswer,
  type FakeCall,
  type FakeSlack,
  member,
  startFakeSlack,
} from '../../test/support/fake-slack.ts';

/** In hundredths, of calls of chat.postMessage and chat.update; the rest succeeds. */
export interface FaultMix {
  /** 429 with Retry-After: 1. */
  readonly rateLimited: number;
  /** 503, nothing happened. */
  readonly unavailable: number;
  /** Shown in the channel, and the connection is cut before the answer. */
  readonly acceptedThenDropped: number;
  /** Shown in the channel, and answered with `fatal_error`. */
  readonly acceptedThenFatal: number;
}

export const USUAL_FAULTS: FaultMix = { rateLimited: 8, unavailable: 6, acceptedThenDropped: 8, acceptedThenFatal: 5 };

/** A message that Slack has shown, whatever it answered. */
export interface Post {
  readonly channel: string;
  /** Of the message's metadata; null when it has none. */
  readonly key: string | null;
  readonly text: string;
  readonly threadTs: string | null;
  readonly at: number;
}

/** Slack over real sockets, with a ledger of what it has shown. */
export interface ProveSlack extends FakeSlack {
  /** Accepted calls of chat.postMessage, oldest first: what people in the channels have seen. */
  readonly posts: readonly Post[];
  /** Answers like this from now on; null: everything succeeds. */
  faults(mix: FaultMix | null, random: Random): void;
  /** Settings of the product that lead here. */
  readonly env: Readonly<Record<string, string>>;
}

export const SIGNING_SECRET = 'prove-signing-secret';
const RETRY_AFTER = { http: 429, headers: { 'retry-after': '1' } };

export interface SlackPlaces {
  /** Ids of internal channels that the app is in. */
  readonly channels?: readonly string[];
  /** Ids of full members. */
  readonly people?: readonly string[];
}

export async function startSlack({ channels = [], people = [] }: SlackPlaces): Promise<ProveSlack> {
  const slack = await startFakeSlack({ now: () => new Date() });
  for (const id of channels) {
    const none = { is_ext_shared: false, is_pending_ext_shared: false, is_shared: false, is_archived: false };
    slack.channels.set(id, { id, is_channel: true, is_member: true, ...none });
  }
  for (const id of people) slack.users.set(id, member(id));
  const posts: Post[] = [];
  let mix: { readonly faults: FaultMix; readonly random: Random } | null = null;
  const post = (call: FakeCall): FakeAnswer => {
    const fault = mix === null ? 'none' : drawn(mix.faults, mix.random);
    if (fault === 'rateLimited') return RETRY_AFTER;
    if (fault === 'unavailable') return { http: 503 };
    const answer = slack.take(call);
    if (call.method === 'chat.postMessage' && answer['ok'] === true) posts.push(postOf(call));
    if (fault === 'acceptedThenDropped') return 'drop';
    return fault === 'acceptedThenFatal' ? { ok: false, error: 'fatal_error' } : answer;
  };
  slack.answer('chat.postMessage', post);
  slack.answer('chat.update', post);
  slack.answer('conversations.history', (call) => listed(slack, call, (message) => message['thread_ts'] === undefined));
  slack.answer('conversations.replies', (call) => {
    const { ts } = call.args;
    return listed(slack, call, (message) => message['thread_ts'] === ts || message['ts'] === ts);
  });
  return {
    ...slack,
    posts,
    faults: (faults, random) => {
      mix = faults === null ? null : { faults, random };
    },
    env: { SLACK_BOT_TOKEN: 'xoxb-prove', SLACK_SIGNING_SECRET: SIGNING_SECRET, SLACK_API_URL: slack.apiUrl },
  };
}

/** The channel's messages, newest first, of which `oldest` leaves some out. */
function listed(
  slack: FakeSlack,
  { args }: FakeCall,
  counts: (message: Readonly<Record<string, unknown>>) => boolean,
): FakeAnswer {
  const oldest = Number(args['oldest'] ?? 0);
  const messages = slack.messages.get(String(args['channel'])) ?? [];
  const found = messages.filter((message) => Number(message['ts']) >= oldest && counts(message));
  return { ok: true, messages: found, has_more: false };
}

function drawn(mix: FaultMix, random: Random): keyof FaultMix | 'none' {
  let place = random.below(100);
  for (const fault of ['rateLimited', 'unavailable', 'acceptedThenDropped', 'acceptedThenFatal'] as const) {
    if (place < mix[fault]) return fault;
    place -= mix[fault];
  }
  return 'none';
}

function postOf({ args, at }: FakeCall): Post {
  return {
    channel: String(args['channel']),
    key: keyOf(args['metadata']),
    text: String(args['text']),
    threadTs: typeof args['thread_ts'] === 'string' ? args['thread_ts'] : null,
    at,
  };
}

function keyOf(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null || !('event_payload' in metadata)) return null;
  const { event_payload: payload } = metadata;
  if (typeof payload !== 'object' || payload === null || !('key' in payload)) return null;
  return typeof payload.key === 'string' ? payload.key : null;
}
