import { type Context, Hono } from 'hono';
import { isObject, type JsonObject } from '../json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { ApiFailure } from './api-failure.ts';
import { ALL_SCOPES, API_METHODS } from './api-methods.ts';

/** The Slack-compatible Web API: always HTTP 200, success and failure in the body. */
export function apiRoutes(context: WorkspaceContext): Hono {
  const routes = new Hono();
  const scopes = context.options.scopes ?? ALL_SCOPES;
  routes.all('/:method', async (request) => {
    request.header('x-oauth-scopes', scopes.join(','));
    try {
      const args = await argumentsOf(request);
      const result = call(context, { name: request.req.param('method'), args, token: tokenOf(request, args), scopes });
      return request.json({ ok: true, ...result });
    } catch (error) {
      if (error instanceof ApiFailure) {
        return request.json({ ok: false, error: error.code, ...error.extra });
      }
      throw error;
    }
  });
  return routes;
}

function call(
  context: WorkspaceContext,
  request: { name: string; args: JsonObject; token: string | null; scopes: readonly string[] },
): JsonObject {
  const method = API_METHODS.get(request.name);
  if (method === undefined) {
    throw new ApiFailure('unknown_method', { req_method: request.name });
  }
  if (request.name !== 'api.test') {
    checkToken(context, request.token);
  }
  if (method.scopes.length > 0 && !method.scopes.some((scope) => request.scopes.includes(scope))) {
    throw new ApiFailure('missing_scope', { needed: method.scopes.join(','), provided: request.scopes.join(',') });
  }
  return method.run(context, request.args);
}

function checkToken(context: WorkspaceContext, token: string | null): void {
  if (token === null) {
    throw new ApiFailure('not_authed');
  }
  if (token !== context.options.botToken) {
    throw new ApiFailure('invalid_auth');
  }
}

function tokenOf(request: Context, args: JsonObject): string | null {
  const header = /^Bearer\s+(\S+)$/i.exec(request.req.header('authorization') ?? '');
  const argument = args['token'];
  return header?.[1] ?? (typeof argument === 'string' && argument !== '' ? argument : null);
}

async function argumentsOf(request: Context): Promise<JsonObject> {
  const query = request.req.query();
  if (request.req.method === 'GET') {
    return query;
  }
  const text = await request.req.text();
  if (!(request.req.header('content-type') ?? '').includes('application/json')) {
    return { ...query, ...Object.fromEntries(new URLSearchParams(text)) };
  }
  const body = parseJson(text);
  if (!isObject(body)) {
    throw new ApiFailure('json_not_object');
  }
  return { ...query, ...body };
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new ApiFailure('invalid_json');
  }
}
