import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { Logger } from '../lib/log.ts';
import { PROMETHEUS_TEXT } from '../lib/prometheus.ts';

export interface Check {
  readonly ok: boolean;
  /** What is wrong and what to do, or what is fine. */
  readonly detail: string;
}

export interface WebOptions {
  readonly checks: () => Promise<Readonly<Record<string, Check>>>;
  readonly routes: readonly Hono[];
  /** The text for Prometheus; absent: the address answers 404. */
  readonly metrics?: (() => Promise<string>) | undefined;
  readonly log: Logger;
}

/** Everything that is not Slack: liveness, readiness, metrics, and the routes that are given. Errors are JSON. */
export function createWeb(options: WebOptions): Hono {
  const web = new Hono();
  web.get('/livez', (c) => c.json({ status: 'ok' }));
  web.get('/readyz', async (c) => {
    const checks = await options.checks();
    const ready = Object.values(checks).every((check) => check.ok);
    return c.json({ status: ready ? 'ready' : 'not ready', checks }, ready ? 200 : 503);
  });
  const { metrics } = options;
  if (metrics) web.get('/metrics', async (c) => c.body(await metrics(), 200, { 'content-type': PROMETHEUS_TEXT }));
  for (const routes of options.routes) web.route('/', routes);
  web.notFound((c) => c.json({ code: 'not_found', message: 'There is nothing at this address.' }, 404));
  web.onError((error, c) => {
    const reference = randomBytes(4).toString('hex');
    options.log.error({ err: error, reference, method: c.req.method, path: c.req.path }, 'request failed');
    return c.json({ code: 'internal', message: `Something went wrong here (reference ${reference}).` }, 500);
  });
  return web;
}
