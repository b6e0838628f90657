import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/context.ts';
import { publishDashboard } from '../../src/app/publishing/publish-dashboard.ts';
import { revokePublished } from '../../src/app/publishing/revoke-published.ts';
import { dashboardRoutes } from '../../src/dashboard/routes.ts';
import { createWeb } from '../../src/http/web.ts';
import { createLogger } from '../../src/lib/log.ts';
import { createTextStreams } from '../../src/lib/text-streams.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { piecesOf, streams } from '../support/pieces.ts';

const SHOWN = 'CanaryCorp 18.5';
const OTHER_SITE = 'https://wiki.example.com';
const STRICT: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /^default-src 'none'; .*base-uri 'none'; .*frame-ancestors 'none'$/,
  'cache-control': /^no-store$/,
  'x-robots-tag': /noindex/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
  'strict-transport-security': /^max-age=31536000; includeSubDomains$/,
};

let database: TestDatabase;
let ctx: Context;
let server: ReturnType<typeof serve>;
let url = '';
const logged: string[] = [];
let callers = 0;
const files = { streams, onFailure: () => undefined };

beforeAll(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool);
  const log = createLogger('trace', { write: (line: string) => void logged.push(line) });
  const shown = {
    page: async () => SHOWN,
    json: async () => piecesOf(JSON.stringify({ shown: SHOWN })),
    csv: async () => piecesOf(SHOWN),
  };

  const routes = dashboardRoutes({
    ctx,
    shown,
    rights: null,
    ...files,
    assets: [],
    https: true,
    corsOrigins: [OTHER_SITE],
    proxies: 1,
  });
  const web = createWeb({ log, readiness: { report: async () => ({ status: 'ready', checks: {} }) } });
  web.route('/p', routes);
  url = await new Promise((done) => {
    server = serve({ fetch: web.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      done(`http://127.0.0.1:${port}`),
    );
  });
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await database.close();
});
let caller = '';
beforeEach(() => {
  callers += 1;
  caller = `198.51.100.${callers}`;
});

async function publish(): Promise<{ readonly id: string; readonly token: string }> {
  const { link, url: address } = await publishDashboard({
    ctx,
    input: {
      kind: 'health',
      money: false,
      days: null,
      publisher: { id: 'U0DANA', money: false },
      place: { origin: 'https://pulse.example.com' },
    },
  });
  return { id: link.id, token: new URL(address).hash.slice(1) };
}

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${url}${path}`, { method, headers: { 'x-forwarded-for': caller, ...headers }, redirect: 'manual' });
const post = (id: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/p/${id}/session`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-forwarded-for': caller, ...headers },
  });
const cookieOf = (response: Response): string => (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
async function seen(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => name !== 'date');
  return JSON.stringify([response.status, headers, await response.text()]);
}

describe('the page of a link', () => {
  it('has the same bytes for every id, for people and for previews, and says nothing', async () => {
    const live = await publish();
    const revoked = await publish();
    await revokePublished({ ctx, input: { linkId: revoked.id, actor: { id: 'U0DANA', others: false } } });
    const page = await seen(await get(`/p/${live.id}`));
    expect(page).not.toContain(SHOWN);
    for (const id of [revoked.id, 'a'.repeat(24), 'x', '%3Cscript%3E']) {
      expect(await seen(await get(`/p/${id}`))).toBe(page);
    }
    const bot = { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' };
    expect(await seen(await get(`/p/${live.id}`, bot))).toBe(page);
    expect(page).not.toMatch(/og:|twitter:/);
  });

  it('loads its script and style from here, and needs nothing inline', async () => {
    const html = await (await get('/p/any')).text();
    expect(html).not.toMatch(/<script(?! src=)|<style|style=| on\w+="/);
    const assets = [...html.matchAll(/(?:src|href)="(\/p\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(assets).toHaveLength(2);
    for (const asset of assets) expect((await get(asset)).status).toBe(200);
    expect((await get('/p/assets/other.js')).status).toBe(404);
  });
});

describe('a session', () => {
  it('is given for the secret as a cookie that no script and no other site has', async () => {
    const { id, token } = await publish();
    const opened = await post(id, JSON.stringify({ token }));
    expect([opened.status, await opened.text()]).toEqual([204, '']);
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(new RegExp(`^__Host-cs-pulse-${id}=csp_[\\w-]{43}; `));
    for (const part of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Strict']) expect(cookie).toContain(part);
    expect(cookie).not.toMatch(/domain=/i);
    expect(cookie).not.toContain(token);
    const session = { cookie: cookieOf(opened) };
    expect(await (await get(`/p/${id}/page`, session)).text()).toBe(SHOWN);
    expect(await (await get(`/p/${id}/data.json`, session)).json()).toEqual({ shown: SHOWN });
    const csv = await get(`/p/${id}/data.csv`, session);
    expect([await csv.text(), csv.headers.get('content-disposition')]).toEqual([
      SHOWN,
      'attachment; filename="health.csv"',
    ]);
  });

  it('shows nothing as soon as the link is revoked', async () => {
    const { id, token } = await publish();
    const session = { cookie: cookieOf(await post(id, JSON.stringify({ token }))) };
    expect((await get(`/p/${id}/page`, session)).status).toBe(200);
    await revokePublished({ ctx, input: { linkId: id, actor: { id: 'U0DANA', others: false } } });
    for (const path of ['page', 'data.json', 'data.csv']) {
      expect((await get(`/p/${id}/${path}`, session)).status).toBe(404);
    }
  });

  it('is refused in the same bytes for every reason', async () => {
    const live = await publish();
    const revoked = await publish();
    await revokePublished({ ctx, input: { linkId: revoked.id, actor: { id: 'U0DANA', others: false } } });
    const wrong = `csp_${'a'.repeat(43)}`;
    const answers = [
      await post('a'.repeat(24), JSON.stringify({ token: wrong })),
      await post(revoked.id, JSON.stringify({ token: revoked.token })),
      await post(live.id, JSON.stringify({ token: wrong })),
      await post(live.id, '{'),
      await post(live.id, JSON.stringify({ token: live.token, more: 1 })),
      await post(live.id, 'x'.repeat(5000)),
      await post(live.id, JSON.stringify({ token: live.token }), { 'sec-fetch-site': 'cross-site' }),
      await post(live.id, JSON.stringify({ token: live.token }), { 'content-type': 'text/plain' }),
      await get(`/p/${live.id}/page`),
      await get(`/p/${live.id}/page`, { cookie: `__Host-cs-pulse-${live.id}=${live.token}` }),
    ];
    const bytes = await Promise.all(answers.map(seen));
    expect(new Set(bytes).size).toBe(1);
    expect(bytes[0]).toContain('404');
  });

  it('costs an address its further tries when the secret is wrong, and nobody else', async () => {
    const { id, token } = await publish();
    const wrong = JSON.stringify({ token: `csp_${'a'.repeat(43)}` });
    for (let tries = 0; tries < 20; tries += 1) expect((await post(id, wrong)).status).toBe(404);
    const late = await post(id, JSON.stringify({ token }));
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '60']);
    // What the outermost proxy saw is last; anything before it was written by the caller.
    const pretending = { 'x-forwarded-for': `203.0.113.9, ${caller}` };
    expect((await post(id, JSON.stringify({ token }), pretending)).status).toBe(429);
    expect((await post(id, JSON.stringify({ token }), { 'x-forwarded-for': '203.0.113.9' })).status).toBe(204);
    const network = (host: string) => post(id, wrong, { 'x-forwarded-for': `2001:db8:1:2::${host}` });
    for (let tries = 0; tries < 20; tries += 1) await network(String(tries + 1));
    expect((await network('ffff')).status).toBe(429);
  });
});

describe('every answer under /p', () => {
  it('has the strict headers', async () => {
    const { id, token } = await publish();
    const opened = await post(id, JSON.stringify({ token }));
    const answers = [
      opened,
      await get(`/p/${id}`),
      await get(`/p/${id}/page`, { cookie: cookieOf(opened) }),
      await get(`/p/${id}/page`),
      await get('/p/x/y/z'),
      await get('/p'),
      await get(`/p/${id}`, {}, 'DELETE'),
      await get(`/p/${id}/data.json`, {}, 'OPTIONS'),
    ];
    for (const { headers } of answers) {
      for (const [name, value] of Object.entries(STRICT)) expect(headers.get(name) ?? name).toMatch(value);
    }
    expect((await get('/livez')).headers.get('content-security-policy')).toBeNull();
  });

  it('is closed to other origins but for the JSON, with the secret in a header, for those that are listed', async () => {
    const { id, token } = await publish();
    const authorization = `Bearer ${token}`;
    const listed = await get(`/p/${id}/data.json`, { origin: OTHER_SITE, authorization });
    expect([listed.status, listed.headers.get('access-control-allow-origin')]).toEqual([200, OTHER_SITE]);
    expect(listed.headers.get('access-control-allow-credentials')).toBeNull();
    const asked = await get(`/p/${id}/data.json`, { origin: OTHER_SITE }, 'OPTIONS');
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization']);
    const evil = { origin: 'https://evil.example', authorization };
    for (const answer of [
      await get(`/p/${id}/data.json`, evil),
      await get(`/p/${id}/data.json`, evil, 'OPTIONS'),
      await get(`/p/${id}/page`, { ...evil, origin: OTHER_SITE }),
    ]) {
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('never puts a secret into the log, also when it fails', async () => {
    const { id, token } = await publish();
    const before = logged.length;
    const broken = { page: async () => Promise.reject(new Error('planted')) };
    const shown = { ...broken, json: broken.page, csv: broken.page };
    const log = createLogger('trace', { write: (line: string) => void logged.push(line) });
    const web = createWeb({ log, readiness: { report: async () => ({ status: 'ready', checks: {} }) } });
    web.route(
      '/p',
      dashboardRoutes({ ctx, shown, rights: null, ...files, assets: [], https: true, corsOrigins: [], proxies: 1 }),
    );
    const failed = await web.request(`/p/${id}/page`, {
      headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': caller },
    });
    expect(failed.status).toBe(500);
    expect(failed.headers.get('content-security-policy')).toMatch(STRICT['content-security-policy'] ?? /$/);
    expect(logged.length).toBeGreaterThan(before);
    expect(logged.join()).toContain('planted');
    expect(logged.join()).not.toContain(token);
  });

  it('gives no file while too many others are written, and makes none for its headers alone', async () => {
    const { id, token } = await publish();
    const made: string[] = [];
    const make = async () => piecesOf(`${made.push('file')}`, SHOWN);
    const shown = { page: async () => SHOWN, json: make, csv: make };
    const one = createTextStreams({ most: 1, longestMs: 10_000 });
    const onFailure = () => undefined;
    const web = new Hono().route(
      '/p',
      dashboardRoutes({
        ctx,
        shown,
        rights: null,
        streams: one,
        onFailure,
        assets: [],
        https: true,
        corsOrigins: [],
        proxies: 1,
      }),
    );
    const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': caller };
    const ask = async (file: string, method = 'GET') => web.request(`/p/${id}/${file}`, { method, headers });
    const head = await ask('data.csv', 'HEAD');
    expect([head.status, head.headers.get('content-type'), made]).toEqual([200, 'text/csv; charset=utf-8', []]);
    const first = await ask('data.json');
    const second = await ask('data.csv');
    expect([second.status, second.headers.get('retry-after'), made.length]).toEqual([503, '5', 1]);
    expect(await first.text()).toBe(`1${SHOWN}`);
    expect(await (await ask('data.csv')).text()).toBe(`2${SHOWN}`);
  });

  it('says that the numbers cannot be read while the database is away', async () => {
    const away = await cloneDatabase();
    const id = 'a'.repeat(24);
    const gone = testContext(away.pool);
    await away.close();
    const shown = { page: async () => SHOWN, json: async () => piecesOf(SHOWN), csv: async () => piecesOf(SHOWN) };
    const routes = dashboardRoutes({
      ctx: gone,
      shown,
      rights: null,
      ...files,
      assets: [],
      https: true,
      corsOrigins: [],
      proxies: 1,
    });
    const answer = await routes.request(`/${id}/page`, {
      headers: { authorization: `Bearer csp_${'a'.repeat(43)}`, 'x-forwarded-for': caller },
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  });
});
