import type { RecordVerb } from '../../ingest/deps.ts';
import type { Metrics } from '../../lib/metrics.ts';

/** Measures each transaction of ingest, its commit included. */
export function measuredRecord(metrics: Pick<Metrics, 'stored'>, record: RecordVerb): RecordVerb {
  return async (source, signals, delivery) => {
    const from = performance.now();
    try {
      const outcomes = await record(source, signals, delivery);
      metrics.stored('committed', signals.length, (performance.now() - from) / 1000);
      return outcomes;
    } catch (error) {
      metrics.stored('failed', signals.length, (performance.now() - from) / 1000);
      throw error;
    }
  };
}

/** Seconds since the newest signal of a body happened; null without one. One from a clock that is ahead is 0 old. */
export function lagOf(signals: readonly { readonly occurredAt: Date }[], now: number): number | null {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { occurredAt } of signals) {
    const at = occurredAt.getTime();
    if (at > newest) newest = at;
  }
  return newest === Number.NEGATIVE_INFINITY ? null : Math.max(0, (now - newest) / 1000);
}
