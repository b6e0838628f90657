import { Agent, get as httpGet } from 'node:http';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Check, createReadiness, type Readiness } from '../src/http/readiness.ts';
import { type HttpServer, startHttpServer } from '../src/http/server.ts';
import { createWeb } from '../src/http/web.ts';
import { closedGate } from './support/gate.ts';
import { suiteLog } from './support/suite-log.ts';

const log = suiteLog();
const sinceSchema = z.object({ checks: z.object({ database: z.object({ since: z.string() }) }) });

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

/** One request on a connection of the agent. */
function get(url: string, agent: Agent): Promise<{ readonly text: string; readonly connection: string | undefined }> {
  return new Promise((done, fail) => {
    const request = httpGet(url, { agent }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => done({ text, connection: response.headers.connection }));
    });
    request.on('error', fail);
  });
}

describe('the HTTP server', () => {
  let server: HttpServer;
  const fine: Record<string, Check> = { database: { state: 'ok', detail: 'it answers' } };
  let checks = fine;
  let clock = new Date('2026-03-01T06:00:00Z');
  let readiness: Readiness;
  const slow = closedGate();
  const routes = new Hono();
  routes.get('/boom', () => {
    throw new Error('secret detail');
  });
  routes.get('/slow', async (c) => {
    await slow.pass();
    return c.text('finished');
  });
  const slackRequests: string[] = [];

  const start = () => {
    readiness = createReadiness(
      async () => checks,
      () => clock,
    );
    return startHttpServer({
      host: '127.0.0.1',
      port: 0,
      slack: (request, response) => {
        slackRequests.push(request.url ?? '');
        response.end('slack');
      },
      web: createWeb({ readiness, log }).route('/', routes),
      log,
    });
  };
  const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop(1000));

  it('is live whatever the dependencies do, and ready only with all of them', async () => {
    expect((await fetch(at('/readyz'))).status).toBe(200);
    checks = { database: { state: 'failing', detail: 'it does not answer', remedy: 'Look at it.' } };
    expect((await fetch(at('/livez'))).status).toBe(200);
    const response = await fetch(at('/readyz'));
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not ready',
      checks: { database: { ...checks['database'], since: '2026-03-01T06:00:00.000Z' } },
    });
    checks = fine;
  });

  it('says since when, for as long as a state lasts', async () => {
    const since = async () => sinceSchema.parse(await (await fetch(at('/readyz'))).json()).checks.database.since;
    const states: Check['state'][] = ['failing', 'failing', 'ok', 'failing'];
    const seen: string[] = [];
    for (const [minute, state] of states.entries()) {
      clock = new Date(`2026-03-01T07:0${minute}:00Z`);
      checks = { database: { state, detail: '' } };
      seen.push((await since()).slice(14, 16));
    }
    expect(seen).toEqual(['00', '00', '02', '03']);
    checks = fine;
  });

  it('stays in service with what no other process would do better', async () => {
    checks = { ...fine, slack: { state: 'degraded', detail: 'cannot be reached' } };
    const response = await fetch(at('/readyz'));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'degraded' });
    checks = fine;
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

  it('says at once that it wants no more', async () => {
    const other = await start();
    const readyz = `http://127.0.0.1:${other.port}/readyz`;
    const before = await fetch(readyz);
    expect(before.status).toBe(200);
    checks = { database: { state: 'ok', detail: 'asking would take long' } };
    readiness.drain();
    const after = await fetch(readyz);
    expect(after.status).toBe(503);
    expect(await after.json()).toEqual({ status: 'draining', checks: {} });
    await other.stop(1000);
  });

  it('knows a failed request by the id that it came with', async () => {
    const reference = async (id: string) => (await fetch(at('/boom'), { headers: { 'x-request-id': id } })).text();
    expect(await reference('proxy-4711-abc')).toContain('(reference proxy-4711-abc)');
    expect(await reference('a "quoted" id')).toMatch(/\(reference [0-9a-f]{8}\)/);
  });

  it('lets requests finish that run or are on their way when it stops, each the last of its connection', async () => {
    const other = await start();
    const agents = [0, 1].map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
    const [busy = new Agent(), idle = new Agent()] = agents;
    const at = (path: string): string => `http://127.0.0.1:${other.port}${path}`;
    for (const agent of agents) expect(await get(at('/livez'), agent)).toMatchObject({ connection: 'keep-alive' });
    const answer = get(at('/slow'), busy);
    await slow.reached;
    const stopped = other.stop(20_000);
    expect(await get(at('/livez'), idle)).toMatchObject({ connection: 'close' });
    slow.open();
    expect(await answer).toEqual({ text: 'finished', connection: 'close' });
    await stopped;
    await expect(get(at('/livez'), busy)).rejects.toThrow('ECONNREFUSED');
    for (const agent of agents) agent.destroy();
  });
});
