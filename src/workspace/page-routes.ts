import { readFile } from 'node:fs/promises';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { directChannelOf } from './create-context.ts';
import { freshSecret } from './ids.ts';
import * as actions from './page-actions.ts';
import { PAGE_REQUESTS } from './page-requests.ts';
import { streamData, topModalHtml } from './page-stream.ts';
import { avatarHtml } from './render/avatar.ts';
import { pageHtml, paneHtml, STYLES } from './render/page.ts';
import type { PageRoute } from './render/page-route.ts';
import { sidebarHtml } from './render/sidebar.ts';
import type { PageEvent, StoredFile, WorkspaceContext } from './workspace-context.ts';

const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const HEARTBEAT_MS = 15_000;
const SCRIPTS = [
  'client.js',
  'composer.js',
  'combo.js',
  'data-table.js',
  'dom.js',
  'elements.js',
  'modal.js',
  'navigation.js',
];
const PAGE_FOLDER = new URL('../../src/workspace/page/', import.meta.url);

/** The browser page: documents and fragments, assets, the live stream, and what the script sends. */
export function pageRoutes(context: WorkspaceContext): Hono {
  const token = freshSecret();
  const routes = new Hono();
  routes.use(async (request, next) => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) {
      request.header(name, value);
    }
    await next();
  });
  routes.get('/', (request) => request.html(pageHtml(context, routeOf(context, request), token)));
  routes.get('/page/pane', (request) => {
    const route = routeOf(context, request);
    return request.json({ pane: paneHtml(context, route), sidebar: sidebarHtml(context, route) });
  });
  routes.get('/page/modal', (request) => request.json({ html: topModalHtml(context) }));
  routes.get('/page/events', (request) => openStream(context, request, token));
  routes.get('/assets/icon.svg', (request) => {
    const icon = avatarHtml({ name: context.bot.name, color: context.bot.avatarColor ?? null, isBot: true });
    const body = icon.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ');
    return request.body(body, 200, { 'content-type': 'image/svg+xml' });
  });
  routes.get('/assets/:name', async (request) => {
    const name = request.req.param('name');
    if (!STYLES.includes(name) && !SCRIPTS.includes(name)) {
      return request.notFound();
    }
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    const body = await readFile(new URL(name, PAGE_FOLDER), 'utf8');
    return request.body(body, 200, { 'content-type': `${type}; charset=utf-8` });
  });
  routes.get('/files/:id', (request) => {
    const file = fileOf(context, request.req.param('id'));
    if (file === null) {
      return request.notFound();
    }
    request.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
    return request.body(file.content, 200, { 'content-type': 'text/plain; charset=utf-8' });
  });
  routes.post('/page/:name', (request) => receive(context, request, token));
  return routes;
}

/** A file of a message that the person in the browser can see. */
function fileOf(context: WorkspaceContext, id: string): StoredFile | null {
  for (const [channelId, messages] of context.messages) {
    const channel = context.channels.get(channelId);
    const mayRead = channel?.kind === 'channel' || channel?.members.includes(context.options.viewer);
    const found = mayRead ? messages.flatMap(({ files }) => files ?? []).find((file) => file.id === id) : undefined;
    if (found !== undefined) {
      return found;
    }
  }
  return null;
}

/** Only the page itself may act: it alone can read its token, and a browser names the origin of a request. */
async function receive(context: WorkspaceContext, request: Context, token: string): Promise<Response> {
  const origin = request.req.header('origin');
  const host = request.req.header('host');
  if (request.req.header('x-workspace-token') !== token || (origin !== undefined && origin !== `http://${host}`)) {
    return request.json({ ok: false, message: 'This page is from an earlier start. Reload it.', reload: true }, 403);
  }
  const body: unknown = await request.req.json().catch(() => null);
  const answer = await answerTo(context, request.req.param('name') ?? '', body);
  return answer === null
    ? request.json({ ok: false, message: 'Not a request of this page.' }, 400)
    : request.json(answer);
}

async function answerTo(context: WorkspaceContext, name: string, body: unknown): Promise<object | null> {
  switch (name) {
    case 'say':
      return handle(PAGE_REQUESTS.say.safeParse(body).data, (request) => actions.say(context, request));
    case 'act':
      return handle(PAGE_REQUESTS.act.safeParse(body).data, (request) => actions.act(context, request));
    case 'options':
      return handle(PAGE_REQUESTS.options.safeParse(body).data, (request) => actions.options(context, request));
    case 'submit':
      return handle(PAGE_REQUESTS.submit.safeParse(body).data, (request) => actions.submit(context, request));
    case 'close':
      return handle(PAGE_REQUESTS.close.safeParse(body).data, (request) => actions.close(context, request));
    case 'shortcut':
      return handle(PAGE_REQUESTS.shortcut.safeParse(body).data, (request) => actions.shortcut(context, request));
    case 'dismiss':
      return handle(PAGE_REQUESTS.dismiss.safeParse(body).data, (request) => actions.dismiss(context, request));
    case 'home':
      return handle(PAGE_REQUESTS.home.safeParse(body).data, (request) => actions.home(context, request));
    default:
      return null;
  }
}

async function handle<T>(request: T | undefined, run: (request: T) => Promise<object>): Promise<object | null> {
  return request === undefined ? null : run(request);
}

function openStream(context: WorkspaceContext, request: Context, token: string): Response {
  return streamSSE(request, async (stream) => {
    const send = async (data: object): Promise<void> => {
      await stream.writeSSE({ data: JSON.stringify(data) });
    };
    const end = new Promise<void>((resolve) => stream.onAbort(resolve));
    const listener = (event: PageEvent): void => {
      const data = streamData(context, event);
      if (data !== null) {
        send(data).catch(() => context.listeners.delete(listener));
      }
    };
    context.listeners.add(listener);
    const beat = setInterval(() => {
      send({ kind: 'beat' }).catch(() => context.listeners.delete(listener));
    }, HEARTBEAT_MS).unref();
    await send({ kind: 'hello', start: token.slice(0, 8), modal: topModalHtml(context) });
    await end;
    clearInterval(beat);
    context.listeners.delete(listener);
  });
}

/** `/?channel=C…[&thread=ts]`, `/?home=1`; without either the pulse channel or the first one. */
function routeOf(context: WorkspaceContext, request: Context): PageRoute {
  if (request.req.query('home') !== undefined) {
    return { kind: 'home' };
  }
  const viewer = context.options.viewer;
  const named = context.channels.get(request.req.query('channel') ?? '');
  const mayRead = named !== undefined && (named.kind === 'channel' || named.members.includes(viewer));
  const open = [...context.channels.values()].filter((channel) => channel.kind === 'channel');
  const first =
    open.find((channel) => channel.name === 'cs-pulse') ?? open[0] ?? directChannelOf(context, viewer) ?? undefined;
  const channel = mayRead ? named : first;
  return channel === undefined
    ? { kind: 'home' }
    : { kind: 'channel', channel, thread: request.req.query('thread') ?? null };
}
