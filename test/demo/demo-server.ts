import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { IngestEvent } from '../../src/demo/ingest-event.ts';

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly events: readonly IngestEvent[];
}

export interface DemoServer {
  readonly url: string;
  readonly received: Received[];
  /** Most requests that were open at the same time. */
  readonly mostAtOnce: () => number;
  /** Most open requests with events of the same account. */
  readonly accountsAtOnce: () => number;
  readonly stop: () => Promise<void>;
}

/** A stand-in for the product's server on a free port; `reply` decides, default: everything is accepted. */
export async function startDemoServer(reply?: (request: Received, count: number) => Reply | null): Promise<DemoServer> {
  const received: Received[] = [];
  let [open, most, mostOfOne] = [0, 0, 0];
  const busy = new Map<string, number>();
  const server = createServer((request, response) => {
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
    });
    void text(request).then((body) => {
      const path = request.url ?? '';
      const events = path === '/v1/events' ? (JSON.parse(body) as { batch: IngestEvent[] }).batch : [];
      const one: Received = { path, headers: request.headers, body, events };
      received.push(one);
      for (const account of new Set(events.map(({ account_id }) => account_id))) {
        busy.set(account, (busy.get(account) ?? 0) + 1);
        mostOfOne = Math.max(mostOfOne, busy.get(account) ?? 0);
        response.on('close', () => busy.set(account, (busy.get(account) ?? 0) - 1));
      }
      const accepted = { status: 200, body: { accepted: events.length, duplicates: 0, rejected: [] } };
      const answer: Reply = reply?.(one, received.length) ?? accepted;
      setTimeout(() => {
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        response.end(JSON.stringify(answer.body ?? {}));
      }, 5);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    mostAtOnce: () => most,
    accountsAtOnce: () => mostOfOne,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whether a webhook carries the signature of its raw body. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const match = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['stripe-signature']));
  return match !== null && createHmac('sha256', secret).update(`${match[1]}.${body}`).digest('hex') === match[2];
}
