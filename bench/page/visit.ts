import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** A published link as it is given to somebody. */
export interface Link {
  readonly id: string;
  readonly token: string;
}

/** Milliseconds until each was there. */
export interface VisitMs {
  /** The document that is the same for every link, and letting the browser in. */
  readonly document: number;
  /** What the link shows. */
  readonly data: number;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const LEAST_DATA = 20_000;

/** Opens links as a browser does that has the address alone, over one connection. */
export function createVisitor(port: number): { readonly visit: (link: Link) => Promise<VisitMs>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (path: string, headers: Record<string, string> = {}, body?: string) =>
    sent({ agent, port, path, headers, body });
  return {
    async visit({ id, token }) {
      const started = performance.now();
      const document = await send(`/p/${id}`);
      const json = { 'content-type': 'application/json' };
      const session = await send(`/p/${id}/session`, json, JSON.stringify({ token }));
      const opened = performance.now();
      const cookie = String(session.headers['set-cookie'] ?? '').split(';', 1)[0] ?? '';
      const page = await send(`/p/${id}/page`, { cookie });
      const shown = performance.now();
      // A refusal must not count as fast.
      if (document.status !== 200 || session.status !== 204 || page.status !== 200 || page.text.length < LEAST_DATA) {
        throw new Error(`the link answered ${document.status}, ${session.status}, ${page.status}`);
      }
      return { document: opened - started, data: shown - opened };
    },
    close: () => agent.destroy(),
  };
}

function sent(call: {
  readonly agent: Agent;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}): Promise<Answer> {
  const { agent, body, headers, path, port } = call;
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((done, fail) => {
    request({ host: '127.0.0.1', port, path, method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', fail);
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, text }));
    })
      .on('error', fail)
      .end(body);
  });
}
