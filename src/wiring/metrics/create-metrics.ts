import type pg from 'pg';
import { Gauge, Registry } from 'prom-client';
import type { Context } from '../../app/context.ts';
import type { Readiness } from '../../http/readiness.ts';
import type { DailyJob } from '../../jobs/job.ts';
import type { Metrics } from '../../lib/metrics.ts';
import type { ReplicaWatch } from '../replica/watch-replica.ts';
import type { Role } from '../role.ts';
import { ingestMetrics } from './ingest.ts';
import { jobMetrics } from './jobs.ts';
import { onceIn } from './once-in.ts';
import { processMetrics } from './process.ts';
import { replicaMetrics } from './replica.ts';
import { slackMetrics } from './slack.ts';
import { storedMetrics } from './stored.ts';

/** Whoever may call the port may ask: so often the database is asked, however often they do. */
const FRESH_MS = 10_000;

export interface MeasuredApp {
  readonly ctx: Pick<Context, 'db' | 'log' | 'now'>;
  readonly pools: Readonly<Record<string, pg.Pool>>;
  readonly readiness: Pick<Readiness, 'report'>;
  /** What the process is for. */
  readonly role: Role;
  /** null: there is no replica. */
  readonly replica: Pick<ReplicaWatch, 'verdict'> | null;
}

export interface MetricsSide extends Metrics {
  /** The text for Prometheus. Names from registries and numbers, nothing of an account or a person. */
  readonly text: () => Promise<string>;
  /** From now on the standing of these jobs is shown. */
  readonly watchJobs: (jobs: readonly DailyJob[]) => void;
}

/** All that this process measures, on a registry of its own. */
export function createMetrics({ ctx, pools, readiness, replica, role }: MeasuredApp): MetricsSide {
  const registry = new Registry();
  let jobs: readonly DailyJob[] = [];
  const stored = storedMetrics(registry, ctx, () => jobs);
  const checks = checkMetrics(registry, readiness);
  const behind = replicaMetrics(registry, replica);
  const refresh = onceIn(FRESH_MS, ctx.now, () => Promise.all([stored(), checks(), behind()]));
  processMetrics(registry, pools, role);
  return {
    ...slackMetrics(registry),
    ...ingestMetrics(registry),
    ...jobMetrics(registry),
    text: async () => {
      await refresh();
      return registry.metrics();
    },
    watchJobs: (known) => {
      jobs = known;
    },
  };
}

function checkMetrics(registry: Registry, readiness: Pick<Readiness, 'report'>): () => Promise<void> {
  const ok = new Gauge({
    name: 'cs_pulse_check_ok',
    help: 'Whether a check of /readyz is well; 0 also for one that still lets requests in.',
    labelNames: ['check'],
    registers: [registry],
  });
  return async () => {
    const { checks } = await readiness.report();
    ok.reset();
    for (const [check, { state }] of Object.entries(checks)) ok.set({ check }, state === 'ok' ? 1 : 0);
  };
}
