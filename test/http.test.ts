import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../src/http/server.ts';
import { type Check, createWeb } from '../src/http/web.ts';
import { createLogger } from '../src/lib/log.ts';

const log = createLogger('silent');

/** Sends bytes as they are; the first line of the answer, or '' when the server only closed. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('close', () => done(text.split('\r\n')[0] ?? ''));
    socket.on('error', fail);
  });
}

describe('the HTTP server', () => {
  let server: HttpServer;
  let checks: Record<string, Check> = { database: { ok: true, detail: 'reachable' } };
  const routes = new Hono();
  routes.get('/boom', () => {
    throw new Error('secret detail');
  });
  routes.get('/slow', async (c) => {
    await new Promise((done) => setTimeout(done, 300));
    return c.text('finished');
  });
  const slackRequests: string[] = [];

  const start = () =>
    startHttpServer({
      host: '127.0.0.1',
      port: 0,
      slack: (request, response) => {
        slackRequests.push(request.url ?? '');
        response.end('slack');
      },
      web: createWeb({ checks: async () => checks, log }).route('/', routes),
      log,
    });
  const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop(1000));

  it('is live whatever the dependencies do, and ready only with all of them', async () => {
    expect((await fetch(at('/readyz'))).status).toBe(200);
    checks = { database: { ok: false, detail: 'not reachable' } };
    expect((await fetch(at('/livez'))).status).toBe(200);
    const response = await fetch(at('/readyz'));
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ checks: { database: { detail: 'not reachable' } } });
  });

  it('gives Slack its one path and nothing else', async () => {
    expect(await (await fetch(at('/slack/events'), { method: 'POST' })).text()).toBe('slack');
    expect((await fetch(at('/slack/eventsx'))).status).toBe(404);
    expect(slackRequests).toEqual(['/slack/events']);
  });

  it('hides what went wrong behind a reference', async () => {
    const response = await fetch(at('/boom'));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret detail');
  });

  it.each(['GET // HTTP/1.1', 'GET /%ff HTTP/1.1', 'GET /d/%ff HTTP/1.1', 'GET http://[ HTTP/1.1', 'nonsense'])(
    'survives %s',
    async (line) => {
      const status = await raw(server.port, `${line}\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(status).not.toMatch(/ 5\d\d /);
      expect((await fetch(at('/livez'))).status).toBe(200);
    },
  );

  it('survives odd Host headers', async () => {
    for (const host of ['', 'a b', '[', '%', 'x'.repeat(5000)]) {
      const status = await raw(server.port, `GET /livez HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(status).not.toMatch(/ 5\d\d /);
    }
  });

  it('lets a running request finish when it stops', async () => {
    const other = await start();
    const answer = fetch(`http://127.0.0.1:${other.port}/slow`);
    await new Promise((done) => setTimeout(done, 50));
    await other.stop(2000);
    expect(await (await answer).text()).toBe('finished');
  });
});
