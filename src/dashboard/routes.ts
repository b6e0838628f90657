import { Hono, type Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Context } from '../app/context.ts';
import { openPublished } from '../app/publishing/open-published.ts';
import type { PublisherRights } from '../app/publishing/publisher-rights.ts';
import { type SeenDashboard, seePublished } from '../app/publishing/see-published.ts';
import { AppError } from '../lib/errors.ts';
import type { TextStreams } from '../lib/text-streams.ts';
import type { Asset } from './asset.ts';
import { clientAddress } from './client-address.ts';
import { strictHeaders } from './headers.ts';
import { keepSession, proofOf } from './session.ts';
import { SHELL, SHELL_ASSETS } from './shell.ts';
import { createWrongTries } from './wrong-tries.ts';

/** A secret and what JSON needs around it. */
const LONGEST_BODY = 512;
const RETRY_SECONDS = 5;
const HTML = 'text/html; charset=utf-8';

/** What a link shows, made anew for every request. */
export interface Shown {
  readonly page: (seen: SeenDashboard) => Promise<string>;
  /** Files hold every account: they come in pieces. */
  readonly json: (seen: SeenDashboard) => Promise<AsyncIterable<string>>;
  readonly csv: (seen: SeenDashboard) => Promise<AsyncIterable<string>>;
}

export interface DashboardOptions {
  readonly ctx: Context;
  readonly shown: Shown;
  /** What the publishers of links may see; null: there is no Slack that could be asked. */
  readonly rights: PublisherRights | null;
  readonly streams: TextStreams;
  /** Logs what broke a file off whose first part was sent already. */
  readonly onFailure: (error: unknown, path: string) => unknown;
  /** What the pages load. */
  readonly assets: readonly Asset[];
  /** False only where the address is this machine's own and no cookie leaves it. */
  readonly https: boolean;
  /** Origins whose pages may read the JSON with the secret in a header. */
  readonly corsOrigins: readonly string[];
  /** Proxies of ours in front. */
  readonly proxies: number;
}

const tokenSchema = z.strictObject({ token: z.string() });

/**
 * Everything under `/p`. The page of a link says nothing by itself; its script shows the secret for a session, and what
 * the link shows is given for that session or the secret, after a look at the link as it stands at that moment.
 * Every reason for which nothing is shown has the same answer.
 */
export function dashboardRoutes(options: DashboardOptions): Hono {
  const { corsOrigins, ctx, https, proxies, rights, shown } = options;
  const assets = new Map([...SHELL_ASSETS, ...options.assets].map((one) => [one.path, one]));
  const tries = createWrongTries(ctx.now);

  /** What the work finds, or the answer that there is nothing; wrong secrets cost their sender further tries. */
  const guarded = async (c: HonoContext, work: () => Promise<Response | null>): Promise<Response> => {
    const address = clientAddress(c, proxies);
    const wait = tries.waitFor(address);
    if (wait > 0)
      return c.json({ code: 'rate_limited', message: 'Too many tries.' }, 429, { 'retry-after': `${wait}` });
    try {
      const answer = await work();
      if (answer !== null) return answer;
      tries.note(address);
      return nothing(c);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
      const { code, message } = error;
      return c.json({ code, message }, 503, { 'retry-after': `${RETRY_SECONDS}` });
    }
  };

  const open = async (c: HonoContext, linkId: string): Promise<Response | null> => {
    const token = tokenIn(await c.req.text());
    const opened = token === null ? null : await openPublished({ ctx, input: { linkId, token, rights } });
    if (opened === null) return null;
    keepSession(c, linkId, opened, { at: ctx.now(), https });
    return c.body(null, 204);
  };

  const see = (c: HonoContext, linkId: string, show: (seen: SeenDashboard) => Promise<Response>) => {
    const proof = proofOf(c, linkId, https);
    if (proof === null) return nothing(c);
    return guarded(c, async () => {
      const seen = await seePublished({ ctx, input: { linkId, proof, rights } });
      return seen === null ? null : show(seen);
    });
  };

  /** Asked for with HEAD, nothing of it is made. */
  const file = async (c: HonoContext, make: () => Promise<AsyncIterable<string>>, headers: Record<string, string>) => {
    if (c.req.method === 'HEAD') return c.body(null, 200, headers);
    const body = await options.streams.open(make, (error) => options.onFailure(error, c.req.path));
    return body === null ? busy(c) : c.body(body, 200, headers);
  };

  const routes = new Hono();
  routes.use(strictHeaders(https));
  routes.use('/:id/data.json', async (c, next) => {
    const origin = c.req.header('origin');
    await next();
    if (corsOrigins.length > 0) c.header('vary', 'Origin');
    if (origin !== undefined && corsOrigins.includes(origin)) c.header('access-control-allow-origin', origin);
  });
  routes.get('/assets/:name', (c) => {
    const found = assets.get(`/p/assets/${c.req.param('name')}`);
    return found === undefined ? nothing(c) : c.body(found.body, 200, { 'content-type': found.type });
  });
  routes.get('/:id', (c) => c.body(SHELL, 200, { 'content-type': HTML }));
  routes.post('/:id/session', bodyLimit({ maxSize: LONGEST_BODY, onError: (c) => nothing(c) }), (c) =>
    isOwnPage(c) ? guarded(c, () => open(c, c.req.param('id'))) : nothing(c),
  );
  routes.get('/:id/page', (c) =>
    see(c, c.req.param('id'), async (seen) => c.body(await shown.page(seen), 200, { 'content-type': HTML })),
  );
  routes.get('/:id/data.csv', (c) =>
    see(c, c.req.param('id'), (seen) =>
      file(c, () => shown.csv(seen), {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${seen.kind}.csv"`,
      }),
    ),
  );
  routes.get('/:id/data.json', (c) =>
    see(c, c.req.param('id'), (seen) => file(c, () => shown.json(seen), { 'content-type': 'application/json' })),
  );
  routes.options('/:id/data.json', (c) => {
    const asked = corsOrigins.includes(c.req.header('origin') ?? '');
    if (!asked) return nothing(c);
    return c.body(null, 204, {
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '600',
    });
  });
  routes.all('*', (c) => nothing(c));
  return routes;
}

function busy(c: HonoContext): Response {
  const message = 'Other files are being written. Please try again in a few seconds.';
  return c.json({ code: 'unavailable', message }, 503, { 'retry-after': `${RETRY_SECONDS}` });
}

function nothing(c: HonoContext): Response {
  return c.json({ code: 'not_found', message: 'This link does not work, or no longer.' }, 404);
}

/** A form of another site can neither send JSON nor hide where it comes from. */
function isOwnPage(c: HonoContext): boolean {
  const site = c.req.header('sec-fetch-site');
  const type = c.req.header('content-type') ?? '';
  return (site === undefined || site === 'same-origin') && /^application\/json\b/i.test(type);
}

function tokenIn(body: string): string | null {
  try {
    return tokenSchema.parse(JSON.parse(body)).token;
  } catch {
    return null;
  }
}
