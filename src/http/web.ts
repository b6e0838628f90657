import { Hono } from 'hono';
import type { Logger } from '../lib/log.ts';
import { noteFailure } from './failure.ts';
import type { Readiness } from './readiness.ts';

const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8';

export interface WebOptions {
  readonly readiness: Pick<Readiness, 'report'>;
  /** The text for Prometheus; absent: the address answers 404. */
  readonly metrics?: (() => Promise<string>) | undefined;
  /** Who else answers, by path as the router writes it (`/v1/*`), whatever the method. */
  readonly mounts?: Readonly<Record<string, (request: Request) => Promise<Response>>> | undefined;
  /** What this process is for, beside its readiness. */
  readonly role?: string | undefined;
  /** Said where there is nothing. */
  readonly nothing?: string | undefined;
  readonly log: Logger;
}

/** Everything that is not Slack: liveness, readiness, metrics, and the answer to what is not there. Errors are JSON. */
export function createWeb(options: WebOptions): Hono {
  const web = new Hono();
  web.get('/livez', (c) => c.json({ status: 'ok' }));
  web.get('/readyz', async (c) => {
    const { checks, status } = await options.readiness.report();
    const report = { status, role: options.role, checks };
    return c.json(report, status === 'ready' || status === 'degraded' ? 200 : 503);
  });
  const { metrics } = options;
  if (metrics) web.get('/metrics', async (c) => c.body(await metrics(), 200, { 'content-type': PROMETHEUS_TEXT }));
  for (const [path, answer] of Object.entries(options.mounts ?? {})) web.all(path, (c) => answer(c.req.raw));
  const { nothing: message = 'There is nothing at this address.' } = options;
  web.notFound((c) => c.json({ code: 'not_found', message }, 404));
  web.onError((error, c) =>
    c.json(
      noteFailure(options.log, error, { method: c.req.method, path: c.req.path, id: c.req.header('x-request-id') }),
      500,
    ),
  );
  return web;
}
