import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SlackStandIn {
  /** Base of the Web API, with a slash at the end. */
  readonly apiUrl: string;
  /** An address of its own for one command, and the instant (performance.now) and text of the first answer to it. */
  expectAnswer(): { readonly url: string; readonly answer: Promise<{ readonly at: number; readonly text: string }> };
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;
const TEAM = 'T0BENCH';

/** As much of Slack as a slash command needs, answering at once: what is measured is the product alone. */
export async function startSlackStandIn(): Promise<SlackStandIn> {
  const waiting = new Map<string, (text: string) => void>();
  let count = 0;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? '';
      if (path.startsWith('/answer/')) waiting.get(path)?.(body);
      response.setHeader('content-type', 'application/json');
      response.end(path.startsWith('/answer/') ? '{"ok":true}' : JSON.stringify(apiAnswer(path, body)));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    apiUrl: `${origin}/api/`,
    expectAnswer() {
      count += 1;
      const path = `/answer/${count}`;
      const arrived = new Promise<{ at: number; text: string }>((done) => {
        waiting.set(path, (body) => {
          waiting.delete(path);
          done({ at: performance.now(), text: textOf(body) });
        });
      });
      const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
        throw new Error(`no answer within ${PATIENCE_MS} ms`);
      });
      return { url: `${origin}${path}`, answer: Promise.race([arrived, late]) };
    },
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function apiAnswer(path: string, body: string): Record<string, unknown> {
  if (path.endsWith('/auth.test')) return { ok: true, team_id: TEAM, team: 'Bench', user_id: 'U0BOT', bot_id: 'B0BOT' };
  if (path.endsWith('/users.info')) {
    const id = new URLSearchParams(body).get('user');
    return { ok: true, user: { id, team_id: TEAM, name: id, real_name: id, deleted: false, is_bot: false } };
  }
  if (path.endsWith('/chat.postMessage')) {
    return { ok: true, channel: new URLSearchParams(body).get('channel'), ts: `${Date.now() / 1000}` };
  }
  return { ok: false, error: 'unknown_method' };
}

function textOf(body: string): string {
  const { text }: { text?: unknown } = JSON.parse(body);
  return typeof text === 'string' ? text : '';
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
