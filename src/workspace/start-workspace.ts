import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { AppError } from '../lib/errors.ts';
import { ApiFailure } from './api/api-failure.ts';
import { apiRoutes } from './api/api-routes.ts';
import { receiveUpload } from './api/file-methods.ts';
import { createContext } from './create-context.ts';
import { isObject } from './json.ts';
import { useResponseUrl } from './outgoing/response-urls.ts';
import { pageRoutes } from './page-routes.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import type { Workspace, WorkspaceOptions } from './workspace-options.ts';

export type { Workspace, WorkspaceOptions } from './workspace-options.ts';

const LOOPBACK = '127.0.0.1';
const BODY_LIMIT = 4 * 1024 * 1024;

/**
 * Starts the local workspace: a Slack-compatible Web API under `apiUrl` and a page under `url`, on the loopback
 * interface only. It speaks to the app over signed HTTP (`POST {appUrl}/slack/events`).
 * @throws AppError invalid for options or a state file that do not fit, unavailable when the port is taken
 */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const context = createContext(options);
  const server = createAdaptorServer({ fetch: createRoutes(context).fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const words = `port ${options.port}: the local workspace cannot listen there; choose another port`;
      reject(new AppError('unavailable', words, { cause }));
    });
    server.listen(options.port, LOOPBACK, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  context.url = `http://${LOOPBACK}:${port}`;
  return {
    url: context.url,
    apiUrl: `${context.url}/api/`,
    stop: () => stop(context, server),
  };
}

function createRoutes(context: WorkspaceContext): Hono {
  const routes = new Hono();
  routes.use(async (request, next) => {
    const host = (request.req.header('host') ?? '').replace(/:\d+$/, '');
    if (host !== 'localhost' && host !== LOOPBACK) {
      return request.text('The local workspace answers only to localhost and 127.0.0.1.\n', 421);
    }
    await next();
  });
  routes.use(bodyLimit({ maxSize: BODY_LIMIT, onError: (request) => request.text('Too large.\n', 413) }));
  routes.route('/api', apiRoutes(context));
  routes.post('/upload/:secret', async (request) => {
    const bytes = new Uint8Array(await request.req.arrayBuffer());
    return receiveUpload(context, request.req.param('secret'), bytes)
      ? request.text(`OK - ${bytes.byteLength}`)
      : request.text('No such upload, or not its length.\n', 400);
  });
  routes.post('/response/:id', async (request) => {
    const body: unknown = await request.req.json().catch(() => null);
    if (!isObject(body)) {
      return request.json({ ok: false, error: 'invalid_payload' }, 400);
    }
    try {
      useResponseUrl(context, request.req.param('id'), body);
      return request.json({ ok: true });
    } catch (error) {
      if (error instanceof ApiFailure) {
        const isOver = error.code === 'used_url' || error.code === 'expired_url';
        return request.json({ ok: false, error: error.code, ...error.extra }, isOver ? 404 : 400);
      }
      throw error;
    }
  });
  routes.route('/', pageRoutes(context));
  return routes;
}

async function stop(context: WorkspaceContext, server: ReturnType<typeof createAdaptorServer>): Promise<void> {
  context.listeners.clear();
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if ('closeAllConnections' in server) {
    server.closeAllConnections();
  }
  await closed;
}
