import { monitorEventLoopDelay } from 'node:perf_hooks';
import type pg from 'pg';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import type { Role } from '../role.ts';

const NANOSECONDS = 1e9;
/** How often the event loop is looked at. */
const RESOLUTION_MS = 20;
const QUANTILES = { '0.5': 50, '0.99': 99, max: 100 } as const;

/** This process: what the library measures of every program, how long its event loop was held, and its connections. */
export function processMetrics(registry: Registry, pools: Readonly<Record<string, pg.Pool>>, role: Role): void {
  const registers = [registry];
  new Gauge({
    name: 'cs_pulse_process_info',
    help: 'Always 1; its label says what the process is for (--role).',
    labelNames: ['role'],
    registers,
  }).set({ role }, 1);
  collectDefaultMetrics({ register: registry });
  // The library's own delay counts the pause between two looks as delay and is no number between two scrapes.
  for (const { name } of registry.getMetricsAsArray()) {
    if (name.startsWith('nodejs_eventloop_lag')) registry.removeSingleMetric(name);
  }
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  new Gauge({
    name: 'cs_pulse_event_loop_delay_seconds',
    help: 'How late the event loop was, since it was last asked.',
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const [quantile, percentile] of Object.entries(QUANTILES)) {
        const seconds = delay.percentile(percentile) / NANOSECONDS - RESOLUTION_MS / 1000;
        this.set({ quantile }, Math.max(0, seconds));
      }
      delay.reset();
    },
  });
  new Gauge({
    name: 'cs_pulse_pool_connections',
    help: 'Connections to the database, by pool.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, { idleCount, options, totalCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'busy' }, totalCount - idleCount);
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'most' }, options.max);
      }
    },
  });
  new Gauge({
    name: 'cs_pulse_pool_waiting',
    help: 'Requests that wait for a connection, by pool.',
    labelNames: ['pool'],
    registers,
    collect() {
      for (const [pool, { waitingCount }] of Object.entries(pools)) this.set({ pool }, waitingCount);
    },
  });
}
