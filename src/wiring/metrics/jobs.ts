import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Metrics } from '../../lib/metrics.ts';

const JOB_BUCKETS = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

/** What this process did by itself. */
export function jobMetrics(registry: Registry): Pick<Metrics, 'jobEnded' | 'delivered'> {
  const registers = [registry];
  const runs = new Counter({
    name: 'cs_pulse_job_runs_total',
    help: 'Runs of jobs in this process, by how they ended.',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const took = new Histogram({
    name: 'cs_pulse_job_seconds',
    help: 'How long a run took.',
    labelNames: ['job'],
    buckets: JOB_BUCKETS,
    registers,
  });
  const late = new Gauge({
    name: 'cs_pulse_job_late_seconds',
    help: 'How long after its time the last run in this process began.',
    labelNames: ['job'],
    registers,
  });
  const deliveries = new Counter({
    name: 'cs_pulse_deliveries_total',
    help: 'Attempts at messages of the outbox in this process, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  return {
    jobEnded: ({ job, lateSeconds, outcome, seconds }) => {
      runs.inc({ job, outcome });
      if (outcome !== 'skipped') took.observe({ job }, seconds);
      if (lateSeconds !== null) late.set({ job }, lateSeconds);
    },
    delivered: (outcome) => deliveries.inc({ outcome }),
  };
}
