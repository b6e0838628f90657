import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one call. `accept_*`: the call took effect, whatever the caller hears. */
export type Fault =
  | 'none'
  | 'drop'
  | 'accept_drop'
  | 'http_500'
  | 'accept_500'
  | 'rate_limit'
  | 'accept_fatal'
  | 'accept_slow'
  | 'slow_accept'
  | { readonly error: string };

export interface Posted {
  readonly channel: string;
  readonly ts: string;
  text: string;
  blocks: unknown[];
  readonly key: string | null;
  readonly metadata: unknown;
  readonly args: Readonly<Record<string, string>>;
}

export interface FaultySlack {
  readonly url: string;
  /** Every message that the channel ever showed. */
  readonly posts: Posted[];
  /** Every call, in order of arrival. */
  readonly calls: { readonly method: string; readonly args: Readonly<Record<string, string>>; readonly at: number }[];
  /** Decides the fate of each call; `content` lets a test refuse a form of a message. */
  fault: (method: string, args: Readonly<Record<string, string>>) => Fault;
  /** Answers of look-ups by method. */
  readonly answers: Map<string, Record<string, unknown>>;
  close(): Promise<void>;
}

/** A Web API over a real socket that can take a message and not say so. */
export async function startFaultySlack(): Promise<FaultySlack> {
  let counter = 0;
  const server = createServer((request, response) => void handle(request, response));
  const slack = {
    url: '',
    posts: [] as Posted[],
    calls: [] as FaultySlack['calls'][number][],
    fault: (() => 'none') as FaultySlack['fault'],
    answers: new Map<string, Record<string, unknown>>(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = (request.url ?? '').split('/').at(-1) ?? '';
    const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    slack.calls.push({ method, args, at: Date.now() });
    const fault = slack.fault(method, args);
    const reply = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    if (fault === 'drop') return void request.socket.destroy();
    if (fault === 'http_500') return reply(503, { ok: false });
    if (fault === 'rate_limit') return reply(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '1' });
    if (typeof fault === 'object') return reply(200, { ok: false, error: fault.error });
    if (fault === 'slow_accept') await new Promise((resolve) => setTimeout(resolve, 80));
    const answer = perform(method, args);
    if (fault === 'accept_drop') return void request.socket.destroy();
    if (fault === 'accept_500') return reply(502, { ok: false });
    if (fault === 'accept_fatal') return reply(200, { ok: false, error: 'fatal_error' });
    if (fault === 'accept_slow') await givenUp(request);
    reply(200, answer);
  }

  function perform(method: string, args: Record<string, string>): Record<string, unknown> {
    const channel = args['channel'] ?? '';
    const given = slack.answers.get(method);
    if (given) return given;
    if (method === 'auth.test') return { ok: true, team_id: 'T1', user_id: 'UBOT' };
    if (method === 'conversations.info') {
      return {
        ok: true,
        channel: { id: channel, is_channel: true, is_member: true, is_ext_shared: false, is_shared: false },
      };
    }
    if (method === 'conversations.history') return history(channel, Number(args['oldest'] ?? 0), null);
    if (method === 'conversations.replies') return history(channel, Number(args['oldest'] ?? 0), args['ts'] ?? '');
    const blocks = JSON.parse(args['blocks'] ?? '[]') as unknown[];
    if (method === 'chat.update') {
      const post = slack.posts.find((candidate) => candidate.channel === channel && candidate.ts === args['ts']);
      if (!post) return { ok: false, error: 'message_not_found' };
      Object.assign(post, { text: args['text'] ?? '', blocks });
      return { ok: true, ts: post.ts, channel };
    }
    counter += 1;
    const metadata = JSON.parse(args['metadata'] ?? 'null') as { event_payload: { key: string } } | null;
    const ts = `${Math.floor(Date.now() / 1000)}.${String(counter).padStart(6, '0')}`;
    slack.posts.push({
      channel,
      ts,
      text: args['text'] ?? '',
      blocks,
      key: metadata?.event_payload.key ?? null,
      metadata,
      args,
    });
    return { ok: true, ts, channel };
  }

  /** As Slack does, replies are in their thread alone. */
  function history(channel: string, oldest: number, thread: string | null): Record<string, unknown> {
    const messages = slack.posts
      .filter((post) => post.channel === channel && Number(post.ts) >= oldest)
      .filter(({ args }) => (args['thread_ts'] ?? null) === thread)
      .map(({ ts, text, metadata }) => ({ type: 'message', ts, text, metadata }));
    return { ok: true, messages: messages.reverse(), has_more: false };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  slack.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  return slack;
}

/** Until the caller waits no more. */
async function givenUp({ socket }: IncomingMessage): Promise<void> {
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
}
