import { type Agent, request as httpRequest } from 'node:http';

/** What became of one request, as whoever sent it sees it. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly text: string;
      readonly headers: Readonly<Record<string, unknown>>;
    }
  /** Nobody took the connection. */
  | { readonly kind: 'refused' }
  /** The connection ended; `sent`: after the whole request was on its way. */
  | { readonly kind: 'broken'; readonly sent: boolean; readonly error: string };

export interface Outgoing {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Keeps the connection for the next request. */
  readonly agent?: Agent;
  readonly timeoutMs?: number;
}

/** Sends one request, and never again by itself. Never throws. */
export function send({
  url,
  method = 'POST',
  headers = {},
  body = '',
  agent,
  timeoutMs = 15_000,
}: Outgoing): Promise<Reply> {
  return new Promise((done) => {
    let connected = false;
    let sent = false;
    const broken = (error: Error): void => {
      done(connected ? { kind: 'broken', sent, error: error.message } : { kind: 'refused' });
    };
    const outgoing = httpRequest(url, {
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      ...(agent && { agent }),
    });
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    outgoing.on('socket', (socket) => {
      connected = !socket.connecting;
      if (connected) return;
      socket.once('connect', () => {
        connected = true;
      });
    });
    outgoing.on('finish', () => {
      sent = true;
    });
    outgoing.on('error', broken);
    outgoing.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', broken);
      response.on('close', () => {
        if (!response.complete) return broken(new Error('the answer ended before it was complete'));
        const text = Buffer.concat(parts).toString();
        done({ kind: 'answer', status: response.statusCode ?? 0, text, headers: response.headers });
      });
    });
    outgoing.end(body);
  });
}
