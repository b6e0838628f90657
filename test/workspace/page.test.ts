import { createHmac } from 'node:crypto';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectOf, stringOf } from '../../src/workspace/json.ts';
import { startTestWorkspace, type TestClient, testOptions } from './start-test-workspace.ts';

let client: TestClient;
beforeAll(async () => {
  client = await startTestWorkspace();
});
afterAll(() => client.stop());

describe('the first paint', () => {
  test('shows the newest messages of #cs-pulse without a script', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'CS pulse · Mon 2 Mar' } }];
    await client.api('chat.postMessage', { channel: 'C1PULSE', text: 'digest', blocks });
    const html = await client.html();
    expect(html).toContain('CS pulse · Mon 2 Mar');
    expect(html).toContain('aria-label="Messages in #cs-pulse"');
    expect(html).not.toMatch(/<script(?![^>]* src="\/assets\/client\.js")/);
    expect(html).not.toMatch(/\sstyle=|\son\w+=/);
  });

  test('knows deep links, and falls back to the pulse channel', async () => {
    expect(await client.html('/?channel=C2SHARED')).toContain('shared with another company');
    expect(await client.html('/?channel=C4OLD')).toContain('This channel is archived.');
    expect(await client.html('/?home=1')).toContain('to publish its Home');
    expect(await client.html('/?channel=C0NONE&thread=1')).toContain('<h1>#cs-pulse</h1>');
  });

  test.each(['client.js', 'composer.js', 'dom.js', 'modal.js', 'navigation.js', 'style.css', 'narrow.css', 'icon.svg'])(
    'serves %s from the page folder',
    async (name) => {
      const response = await fetch(`${client.workspace.url}/assets/${name}`);
      expect(response.status).toBe(200);
      expect((await response.text()).length).toBeGreaterThan(100);
    },
  );

  test.each(['/assets/nope.js', '/assets/..%2f..%2fpackage.json', '/assets/constructor'])('has no %s', async (path) => {
    expect((await fetch(`${client.workspace.url}${path}`)).status).toBe(404);
  });

  test('every script that a script imports is served', async () => {
    const seen = new Set(['client.js']);
    for (const name of seen) {
      const response = await fetch(`${client.workspace.url}/assets/${name}`);
      expect([name, response.status]).toEqual([name, 200]);
      for (const [, imported = ''] of (await response.text()).matchAll(/from '\.\/([^']+)'/g)) {
        seen.add(imported);
      }
    }
    expect(seen.size).toBeGreaterThan(5);
  });
});

describe('other web pages', () => {
  test('cannot act without the token of the page, or from another origin', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${client.workspace.url}/page/say`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ channel: 'C1PULSE', thread: null, text: 'forged' }),
      });
    const token = /workspace-token" content="([^"]+)"/.exec(await client.html())?.[1] ?? '';
    expect((await send({})).status).toBe(403);
    expect((await send({ 'x-workspace-token': 'guess' })).status).toBe(403);
    expect((await send({ 'x-workspace-token': token, origin: 'https://evil.example' })).status).toBe(403);
    expect(await client.html()).not.toContain('forged');
    expect((await send({ 'x-workspace-token': token, origin: client.workspace.url })).status).toBe(200);
    expect(await client.html()).toContain('forged');
  });

  test.each(['evil.example', 'evil.example:80', 'localhost.evil.example'])('cannot reach it as %s', async (host) => {
    expect(await statusWithHost(`${client.workspace.url}/`, host)).toBe(421);
    expect(await statusWithHost(`${client.workspace.apiUrl}api.test`, host)).toBe(421);
  });

  test('localhost is the other name that works', async () => {
    expect(await statusWithHost(`${client.workspace.url}/`, 'localhost:1234')).toBe(200);
  });

  test('get a policy without inline scripts, frames or other hosts', async () => {
    const policy = (await fetch(client.workspace.url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  test('malformed requests of the page are refused', async () => {
    expect(await client.page('say', { channel: 'C1PULSE' })).toMatchObject({ ok: false });
    expect(await client.page('constructor', {})).toMatchObject({ ok: false });
  });
});

describe('an app that does not answer', () => {
  test('is said to have not responded', async () => {
    await client.page('say', { channel: 'C1PULSE', thread: null, text: '/health' });
    expect(await client.html()).toMatch(/dispatch_failed.*cs-pulse did not respond/);
    expect(await client.page('home', { tab: 'home' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('It may still be starting'),
    });
  });

  test('has three seconds for a command', async () => {
    const app = await startApp(() => undefined);
    const slow = await startTestWorkspace(testOptions({ appUrl: app.url }));
    const started = Date.now();
    await slow.page('say', { channel: 'C1PULSE', thread: null, text: '/health' });
    expect(Date.now() - started).toBeGreaterThan(2900);
    expect(await slow.html()).toContain('operation_timeout');
    await slow.stop();
    app.stop();
  });
});

test('an acknowledgement that is not JSON, or not showable, is said to be so', async () => {
  const answers = ['{', '{"blocks":[{"type":"alert"}]}', '', '{}'];
  const app = await startApp((_body, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(answers.shift());
  });
  const odd = await startTestWorkspace(testOptions({ appUrl: app.url }));
  const counts: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    await odd.page('say', { channel: 'C1PULSE', thread: null, text: '/health' });
    counts.push(((await odd.html()).match(/<article/g) ?? []).length);
  }
  expect(counts).toEqual([1, 2, 2, 2]);
  expect(await odd.html()).toMatch(/is not JSON.*invalid_blocks/s);
  await odd.stop();
  app.stop();
});

test('a trigger is good for three seconds', async () => {
  let now = Date.parse('2026-03-02T09:00:00Z');
  const triggers: string[] = [];
  const app = await startApp((body, response) => {
    triggers.push(new URLSearchParams(body).get('trigger_id') ?? '');
    response.end();
  });
  const timed = await startTestWorkspace(testOptions({ appUrl: app.url, now: () => new Date(now) }));
  const view = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [] };
  const run = async (wait: number): Promise<unknown> => {
    await timed.page('say', { channel: 'C1PULSE', thread: null, text: '/health' });
    now += wait;
    return (await timed.api('views.open', { trigger_id: triggers.at(-1), view }))['error'];
  };
  expect(await run(3000)).toBeUndefined();
  expect(await run(3001)).toBe('expired_trigger_id');
  await timed.stop();
  app.stop();
});

test('requests to the app carry a signature that a stranger cannot make', async () => {
  const received: { body: string; headers: IncomingMessage['headers'] }[] = [];
  const app = await startApp((body, response, request) => {
    received.push({ body, headers: request.headers });
    response.end();
  });
  const signed = await startTestWorkspace(testOptions({ appUrl: app.url }));
  await signed.page('say', { channel: 'C1PULSE', thread: null, text: '/health acme' });
  const [first] = received;
  const timestamp = stringOf(first?.headers['x-slack-request-timestamp']);
  const expected = createHmac('sha256', 'test-signing-secret').update(`v0:${timestamp}:${first?.body}`).digest('hex');
  expect(first?.headers['x-slack-signature']).toBe(`v0=${expected}`);
  expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(5);
  await signed.stop();
  app.stop();
});

test('the live stream brings new messages and hides those for others', async () => {
  const abort = new AbortController();
  const response = await fetch(`${client.workspace.url}/page/events`, { signal: abort.signal });
  const reader = response.body?.getReader();
  const read = async (): Promise<Record<string, unknown>> => {
    const { value } = (await reader?.read()) ?? {};
    const line = /^data: (.*)$/m.exec(new TextDecoder().decode(value))?.[1] ?? '{}';
    return { ...objectOf(JSON.parse(line)) };
  };
  expect(await read()).toMatchObject({ kind: 'hello' });
  await client.api('conversations.open', { users: 'U2GUEST' });
  expect(await read()).toMatchObject({ kind: 'channels' });
  await client.api('chat.postEphemeral', { channel: 'D2GUEST', user: 'U2GUEST', text: 'not for Dana' });
  const { ts } = await client.api('chat.postMessage', { channel: 'C1PULSE', text: 'live *now*' });
  const news = await read();
  expect(news).toMatchObject({ kind: 'message', channel: 'C1PULSE', ts, isNew: true });
  expect(news['html']).toContain('live <strong>now</strong>');
  abort.abort();
});

/** A server that answers as told; without an answer the request hangs. */
async function startApp(
  answer: (body: string, response: ServerResponse, request: IncomingMessage) => void,
): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    const parts: string[] = [];
    request.on('data', (part) => parts.push(String(part)));
    request.on('end', () => answer(parts.join(''), response, request));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function statusWithHost(url: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
