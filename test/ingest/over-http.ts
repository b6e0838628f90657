import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import type { IngestListener } from '../../src/ingest/routes.ts';

/** Asks a listener over a real connection, in the way in which tests ask a web framework: `app.request(path, init)`. */
export function overHttp(listener: IngestListener): Hono {
  const server = createServer((incoming, response) => {
    const answer = listener(incoming, response);
    if (answer === null) response.writeHead(404).end();
    else answer.catch(() => response.writeHead(500).end());
  });
  server.unref();
  const port = new Promise<number>((done) => {
    server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });
  const app = new Hono();
  app.all('*', async ({ req }) => answerOf(await port, req.raw));
  return app;
}

async function answerOf(port: number, asked: Request): Promise<Response> {
  const { host, pathname, search } = new URL(asked.url);
  const body = new Uint8Array(await asked.arrayBuffer());
  const headers = { 'content-length': body.byteLength, ...Object.fromEntries(asked.headers), host };
  return new Promise((done, fail) => {
    const options = {
      host: '127.0.0.1',
      port,
      method: asked.method,
      path: `${pathname}${search}`,
      headers,
      agent: false,
    };
    const call = request(options, (response) => {
      void textOf(response).then((text) => {
        const given = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
        done(new Response(text, { status: response.statusCode ?? 0, headers: given }));
      }, fail);
    });
    // The server may close while the body is still being written; what counts is its answer.
    call.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') fail(error);
    });
    call.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
