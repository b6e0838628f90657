import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MetricFamily } from '../lib/prometheus.ts';

const MICROSECONDS = 1e6;
const NANOSECONDS = 1e9;
/** How often the event loop is looked at. */
const RESOLUTION_MS = 20;

/** Measures this process from now on: its processor, its memory, and how long its event loop was held. */
export function processMetrics(): () => MetricFamily[] {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const startedAt = Date.now() / 1000 - process.uptime();
  return () => {
    const { system, user } = process.cpuUsage();
    const memory = process.memoryUsage();
    const families = [
      counter('process_cpu_user_seconds_total', 'Processor time in our own code.', user / MICROSECONDS),
      counter('process_cpu_system_seconds_total', 'Processor time in the system.', system / MICROSECONDS),
      gauge('process_start_time_seconds', 'When the process started, in seconds since 1970.', Math.round(startedAt)),
      gauge('process_resident_memory_bytes', 'Memory of the process.', memory.rss),
      gauge('nodejs_heap_size_used_bytes', 'Used memory of the heap.', memory.heapUsed),
      gauge('nodejs_heap_size_total_bytes', 'Memory of the heap.', memory.heapTotal),
      gauge('nodejs_external_memory_bytes', 'Memory outside of the heap.', memory.external),
      gauge('nodejs_eventloop_lag_p99_seconds', 'Delay of the event loop since it was last asked.', late(delay, 99)),
      gauge('nodejs_eventloop_lag_max_seconds', 'The longest such delay.', late(delay, 100)),
    ];
    delay.reset();
    return families;
  };
}

function late(delay: ReturnType<typeof monitorEventLoopDelay>, percentile: number): number {
  return Math.max(0, delay.percentile(percentile) / NANOSECONDS - RESOLUTION_MS / 1000);
}

function counter(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: 'counter', samples: [{ value }] };
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: 'gauge', samples: [{ value }] };
}
