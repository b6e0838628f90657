import { Counter, Histogram, type Registry } from 'prom-client';
import { sources } from '../../ingest/sources/index.ts';
import type { Metrics } from '../../lib/metrics.ts';

const LAG_BUCKETS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400, 604_800];
const STORE_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const BATCH_BUCKETS = [1, 5, 20, 50, 100, 250, 500, 1000, 2000];

/** What came in over HTTP. Called for each request, so counting is adding: the library is asked when somebody reads. */
export function ingestMetrics(registry: Registry): Pick<Metrics, 'ingested' | 'stored'> {
  const registers = [registry];
  const counts = new Map(Object.keys(sources).map((name) => [name, { accepted: 0, duplicate: 0, rejected: 0 }]));
  new Counter({
    name: 'cs_pulse_source_signals_total',
    help: 'Events and other items that this process was sent over HTTP, by what became of them.',
    labelNames: ['source', 'outcome'],
    registers,
    collect() {
      this.reset();
      for (const [source, own] of counts) {
        for (const [outcome, count] of Object.entries(own)) this.inc({ source, outcome }, count);
      }
    },
  });
  const lag = new Histogram({
    name: 'cs_pulse_ingest_lag_seconds',
    help: 'Since the newest item of a body happened, when it was stored.',
    labelNames: ['source'],
    buckets: LAG_BUCKETS,
    registers,
  });
  const seconds = new Histogram({
    name: 'cs_pulse_ingest_store_seconds',
    help: 'One transaction of ingest, its commit included.',
    labelNames: ['outcome'],
    buckets: STORE_BUCKETS,
    registers,
  });
  const batch = new Histogram({
    name: 'cs_pulse_ingest_batch_signals',
    help: 'Signals that share one transaction of ingest.',
    buckets: BATCH_BUCKETS,
    registers,
  });
  const lags = new Map(Object.keys(sources).map((source) => [source, lag.labels(source)]));
  const outcomes = { committed: seconds.labels('committed'), failed: seconds.labels('failed') };
  return {
    ingested: (source, { accepted, duplicates, rejected }, lagSeconds) => {
      const own = counts.get(source);
      if (own === undefined) return;
      own.accepted += accepted;
      own.duplicate += duplicates;
      own.rejected += rejected.length;
      if (lagSeconds !== null) lags.get(source)?.observe(lagSeconds);
    },
    stored: (outcome, signals, took) => {
      outcomes[outcome].observe(took);
      batch.observe(signals);
    },
  };
}
