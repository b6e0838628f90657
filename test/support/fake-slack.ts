import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface FakeCall {
  /** `chat.postMessage`, `views.open`, or `response_url`. */
  readonly method: string;
  /** Of the address, which tells one response_url or upload from another. */
  readonly path: string;
  readonly args: Record<string, unknown>;
  readonly token: string | null;
  readonly at: number;
}

export type FakeAnswer =
  | Record<string, unknown>
  | { readonly http: number; readonly body?: string; readonly headers?: Record<string, string> }
  | 'hang'
  | 'drop';

export interface FakeSlack {
  /** Base of the Web API, with a slash at the end. */
  readonly apiUrl: string;
  /** Every call in order, response_urls included. */
  readonly calls: FakeCall[];
  readonly users: Map<string, Record<string, unknown>>;
  readonly channels: Map<string, Record<string, unknown>>;
  readonly usergroups: Map<string, string[]>;
  /** Messages per channel, as conversations.history gives them. */
  readonly messages: Map<string, Record<string, unknown>[]>;
  /** Modals by their id, in the order in which they were opened; a published home is none, and comes in its own time. */
  readonly views: Map<string, Record<string, unknown>>;
  /** Replaces the answer of a method; null restores it. */
  answer(method: string, answer: ((call: FakeCall) => FakeAnswer | null) | null): void;
  /** Does what the call asks for and says what would be answered: for answers that get lost on their way. */
  take(call: FakeCall): Record<string, unknown>;
  responseUrl(): string;
  of(method: string): FakeCall[];
  /** Everything that left the app, as one text. */
  outbound(): string;
  waitFor<T>(find: () => T | undefined | false | null, timeoutMs?: number): Promise<T>;
  reset(): void;
  close(): Promise<void>;
}

export const HOME_TEAM = 'T0HOME';

export function member(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    team_id: HOME_TEAM,
    name: id.toLowerCase(),
    real_name: 'Dana Doe',
    deleted: false,
    is_bot: false,
    ...more,
  };
}

/**
 * A small Slack Web API over a real socket that remembers all it is told.
 * @param now when messages are said to be posted; at one moment of 2026, one after the other, when absent
 */
export async function startFakeSlack({ now }: { readonly now?: () => Date } = {}): Promise<FakeSlack> {
  const calls: FakeCall[] = [];
  const users = new Map<string, Record<string, unknown>>();
  const channels = new Map<string, Record<string, unknown>>();
  const usergroups = new Map<string, string[]>();
  const messages = new Map<string, Record<string, unknown>[]>();
  const views = new Map<string, Record<string, unknown>>();
  const overrides = new Map<string, (call: FakeCall) => FakeAnswer | null>();
  let counter = 0;

  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const path = new URL(request.url ?? '/', origin).pathname;
    const method = path.startsWith('/api/') ? path.slice(5) : path.startsWith('/upload/') ? 'upload' : 'response_url';
    const call: FakeCall = {
      method,
      path,
      args:
        method === 'upload'
          ? { path, content: Buffer.concat(chunks).toString() }
          : argsOf(request.headers['content-type'] ?? '', Buffer.concat(chunks).toString()),
      token: request.headers.authorization?.replace('Bearer ', '') ?? null,
      at: Date.now(),
    };
    calls.push(call);
    const answer =
      overrides.get(method)?.(call) ?? (method === 'response_url' || method === 'upload' ? 'ok' : answerOf(call));
    if (answer === 'hang') return;
    if (answer === 'drop') return void response.destroy();
    if (answer === 'ok') return void response.end('ok');
    if ('http' in answer && typeof answer['http'] === 'number') {
      response.writeHead(answer['http'], answer['headers'] as Record<string, string> | undefined);
      response.end(typeof answer['body'] === 'string' ? answer['body'] : '');
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  }

  function answerOf({ method, args }: FakeCall): Record<string, unknown> {
    const found = <T>(map: Map<string, T>, key: unknown) => map.get(String(key));
    switch (method) {
      case 'auth.test':
        return { ok: true, team_id: HOME_TEAM, team: 'Home', user_id: 'U0BOT', bot_id: 'B0BOT', url: `${origin}/` };
      case 'users.info': {
        const user = found(users, args['user']);
        return user ? { ok: true, user } : failed('user_not_found');
      }
      case 'usergroups.users.list': {
        const group = found(usergroups, args['usergroup']);
        return group ? { ok: true, users: group } : failed('no_such_subteam');
      }
      case 'conversations.info': {
        const channel = found(channels, args['channel']);
        return channel ? { ok: true, channel } : failed('channel_not_found');
      }
      case 'conversations.history':
        return { ok: true, messages: found(messages, args['channel']) ?? [], has_more: false };
      case 'chat.postMessage':
      case 'chat.update':
        return stored(args);
      case 'chat.postEphemeral':
        return { ok: true, message_ts: nextTs() };
      case 'files.getUploadURLExternal':
        counter += 1;
        return { ok: true, upload_url: `${origin}/upload/F${counter}`, file_id: `F${counter}` };
      case 'files.completeUploadExternal':
        return { ok: true, files: args['files'] };
      case 'views.open':
      case 'views.push':
      case 'views.update':
        return opened(args);
      case 'views.publish':
        return { ok: true, view: viewOf(args) };
      default:
        return failed('unknown_method');
    }
  }

  function stored(args: Record<string, unknown>): Record<string, unknown> {
    const channel = String(args['channel']);
    const ts = typeof args['ts'] === 'string' ? args['ts'] : nextTs();
    const list = (messages.get(channel) ?? []).filter((message) => message['ts'] !== ts);
    messages.set(channel, [{ type: 'message', bot_id: 'B0BOT', ...args, ts }, ...list]);
    return { ok: true, channel, ts };
  }

  function viewOf(args: Record<string, unknown>) {
    counter += 1;
    const id = typeof args['view_id'] === 'string' ? args['view_id'] : `V${counter}`;
    return { ...(args['view'] as Record<string, unknown>), id, hash: randomBytes(4).toString('hex') };
  }

  function opened(args: Record<string, unknown>): Record<string, unknown> {
    const view = viewOf(args);
    views.set(view.id, view);
    return { ok: true, view };
  }

  function nextTs(): string {
    counter += 1;
    const seconds = now ? Math.floor(now().getTime() / 1000) : 1_772_352_000;
    return `${seconds}.${String(counter).padStart(6, '0')}`;
  }

  return {
    apiUrl: `${origin}/api/`,
    calls,
    users,
    channels,
    usergroups,
    messages,
    views,
    answer: (method, answer) => (answer ? overrides.set(method, answer) : overrides.delete(method)),
    take: answerOf,
    responseUrl: () => `${origin}/response/${randomBytes(6).toString('hex')}`,
    of: (method) => calls.filter((call) => call.method === method),
    outbound: () => JSON.stringify(calls),
    async waitFor(find, timeoutMs = 20_000) {
      for (const end = Date.now() + timeoutMs; ; ) {
        const result = find();
        if (result) return result;
        if (Date.now() > end) throw new Error(`nothing came; calls: ${calls.map(({ method }) => method).join(', ')}`);
        await new Promise((done) => setTimeout(done, 5));
      }
    },
    reset() {
      calls.length = 0;
      overrides.clear();
      messages.clear();
    },
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** The headers of a request that Slack signed. */
export function signedHeaders(
  secret: string,
  body: string,
  at = Math.floor(Date.now() / 1000),
): Record<string, string> {
  const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${mac}` };
}

function argsOf(contentType: string, body: string): Record<string, unknown> {
  if (contentType.includes('json')) return JSON.parse(body || '{}');
  const args: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(body)) {
    args[name] = /^[[{]/.test(value) ? JSON.parse(value) : value;
  }
  return args;
}

function failed(error: string): Record<string, unknown> {
  return { ok: false, error };
}
