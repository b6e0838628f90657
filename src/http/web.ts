import { Hono } from 'hono';
import type { Logger } from '../lib/log.ts';
import { PROMETHEUS_TEXT } from '../lib/prometheus.ts';
import { noteFailure } from './failure.ts';

export interface Check {
  readonly ok: boolean;
  /** What is wrong and what to do, or what is fine. */
  readonly detail: string;
}

export interface WebOptions {
  readonly checks: () => Promise<Readonly<Record<string, Check>>>;
  /** The text for Prometheus; absent: the address answers 404. */
  readonly metrics?: (() => Promise<string>) | undefined;
  readonly log: Logger;
}

/** Everything that is not Slack: liveness, readiness, metrics, and the answer to what is not there. Errors are JSON. */
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
  web.notFound((c) => c.json({ code: 'not_found', message: 'There is nothing at this address.' }, 404));
  web.onError((error, c) => c.json(noteFailure(options.log, error, { method: c.req.method, path: c.req.path }), 500));
  return web;
}
