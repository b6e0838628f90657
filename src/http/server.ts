import { createServer, type IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Logger } from '../lib/log.ts';
import { noteFailure } from './failure.ts';

/** So long a connection that was just taken has to send its first request when the server stops. */
const FIRST_REQUEST_MS = 200;

/** How often those are looked for who are too slow; Node's own half minute would let them stay three times as long. */
const SLOW_CHECK_MS = 2000;

/** Answers a request to one of its addresses, or is null without having touched it. */
type DirectListener = (request: IncomingMessage, response: ServerResponse) => Promise<void> | null;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** Takes `POST /slack/events`; null in Socket Mode and without Slack. */
  readonly slack: RequestListener | null;
  /** Takes its own addresses without the web framework, whose objects cost more than a small request does. */
  readonly direct?: DirectListener | undefined;
  /** Takes everything else. */
  readonly web: Hono;
  readonly log: Logger;
}

export interface HttpServer {
  readonly port: number;
  /** Stops accepting, ends each connection after its answer, and after `deadlineMs` cuts what is left. */
  stop(deadlineMs: number): Promise<void>;
}

/**
 * The product's only HTTP server. Slack's requests go to Bolt, what sources send to ingest, all others to the web
 * framework; a request that none can read is answered here, so that nobody unauthenticated can end the process.
 * @throws the listen error (EADDRINUSE…) as it comes.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const web = getRequestListener(options.web.fetch, { overrideGlobalObjects: false });
  const connections = new Set<Socket>();
  let stopping = false;
  const server = createServer(
    { maxHeaderSize: 16_384, connectionsCheckingInterval: SLOW_CHECK_MS },
    (request, response) => {
      if (stopping) response.shouldKeepAlive = false;
      const direct = options.direct?.(request, response) ?? null;
      if (direct !== null) return void direct.catch((error: unknown) => fail(error, request, response, options.log));
      const listener = options.slack && isSlackPath(request.url ?? '') ? options.slack : web;
      void answer(async () => listener(request, response), response, options.log);
    },
  );
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  server.keepAliveTimeout = 5_000;
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port, options.host, () => {
      server.off('error', fail);
      done();
    });
  });
  server.on('error', (error) => options.log.error({ err: error }, 'http server error'));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    stop: (deadlineMs) =>
      close(server, deadlineMs, () => {
        stopping = true;
        for (const socket of connections) endAfterAnswer(socket);
      }),
  };
}

/** The answer that a connection waits for, if any, is its last. */
function endAfterAnswer(socket: Socket): void {
  // Node's own name for what ties the two together; libraries that stop servers rely on it, too.
  const running: unknown = Reflect.get(socket, '_httpMessage');
  if (running instanceof ServerResponse) running.shouldKeepAlive = false;
}

/** @param onClosed when nobody can connect any more, and not before: who is sent away then has to find a closed port */
function close(server: Server, deadlineMs: number, onClosed: () => void): Promise<void> {
  return new Promise((done) => {
    const cut = setTimeout(() => server.closeAllConnections(), deadlineMs);
    let sweep: NodeJS.Timeout | undefined;
    // Right after this turn's connections were taken: those that still wait for that are lost with the listener. The
    // HTTP server's own `close` would also cut connections whose first request is on its way.
    setImmediate(() => {
      NetServer.prototype.close.call(server, () => {
        clearTimeout(cut);
        clearInterval(sweep);
        server.close();
        done();
      });
      onClosed();
    });
    // What is idle is cut, after everything was read that has come: a busy process may be late with that.
    const cutIdle = () => setImmediate(() => server.closeIdleConnections());
    sweep = setInterval(cutIdle, Math.min(FIRST_REQUEST_MS, deadlineMs));
  });
}

function isSlackPath(url: string): boolean {
  return url === '/slack/events' || url.startsWith('/slack/events?');
}

function fail(error: unknown, request: IncomingMessage, response: ServerResponse, log: Logger): void {
  const { headers, method = '', url = '' } = request;
  const id = headers['x-request-id']?.toString();
  const failure = noteFailure(log, error, { method, path: url.split('?', 1)[0] ?? '', id });
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify(failure));
}

async function answer(listen: () => Promise<unknown>, response: ServerResponse, log: Logger): Promise<void> {
  try {
    await listen();
  } catch (error) {
    log.warn({ err: error }, 'request could not be read');
    if (!response.headersSent) response.writeHead(400, { 'content-type': 'application/json' });
    response.end('{"code":"invalid","message":"The request could not be read."}');
  }
}
