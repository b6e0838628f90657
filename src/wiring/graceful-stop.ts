import { setTimeout as sleep } from 'node:timers/promises';
import type { Readiness } from '../http/readiness.ts';
import type { HttpServer } from '../http/server.ts';
import type { Scheduler } from '../jobs/scheduler.ts';
import type { SlackApp } from '../slack/bolt.ts';
import type { DatabaseWatch } from './database-watch.ts';
import type { Pools } from './pools.ts';

export interface StopOptions {
  /** For everything together. */
  readonly deadlineMs: number;
  /** So long requests are still taken after readiness turned red, for whoever looks at it to send them elsewhere. */
  readonly drainMs?: number | undefined;
}

export interface StoppableParts {
  readonly readiness: Pick<Readiness, 'drain'>;
  readonly http: HttpServer;
  readonly database: DatabaseWatch;
  readonly scheduler: Scheduler | undefined;
  readonly slack: Pick<SlackApp, 'stop'> | null;
  readonly pools: Pick<Pools, 'end'>;
}

/** For what comes last: an answer that is on its way, and connections that say goodbye. */
const LAST_MS = 1000;

/**
 * Ends in an order in which nothing that was accepted is lost: readiness turns red, requests that run are answered
 * (events after their commit), answers to people are sent, jobs end or are given back, and only then the connections
 * to the database close.
 */
export async function stopGracefully(parts: StoppableParts, { deadlineMs, drainMs = 0 }: StopOptions): Promise<void> {
  const end = performance.now() + deadlineMs;
  const left = (keep: number) => Math.max(0, end - keep - performance.now());
  parts.readiness.drain();
  parts.database.stop();
  const jobs = parts.scheduler?.stop(left(2 * LAST_MS));
  await sleep(Math.min(drainMs, left(2 * LAST_MS)));
  await Promise.all([parts.http.stop(left(2 * LAST_MS)), jobs]);
  await parts.slack?.stop(Math.max(LAST_MS, left(LAST_MS)));
  // A statement that runs on after its job was given back holds a connection: it is not waited for.
  await Promise.race([parts.pools.end(), sleep(Math.max(LAST_MS, left(0)), undefined, { ref: false })]);
}
