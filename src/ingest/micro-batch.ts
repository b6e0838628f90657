import type { RecordOutcome } from '../app/record/record-signals.ts';
import type { Signal } from '../domain/signal.ts';
import type { RecordVerb } from './deps.ts';

interface Waiting {
  readonly source: string;
  readonly signals: readonly Signal[];
  readonly done: (outcomes: RecordOutcome[]) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Lets requests that wait at the same time share one transaction: while `maxInFlight` are running, the others gather.
 * Each still gets its own outcomes, after the commit. Webhook deliveries keep a transaction of their own.
 */
export function microBatch(record: RecordVerb, { maxSignals = 2000, maxInFlight = 2 } = {}): RecordVerb {
  let waiting: Waiting[] = [];
  let inFlight = 0;
  let isDue = false;

  // Not at once: what arrived together is read within the same turn, and a transaction for the first alone would cost
  // as much as one for all.
  const flushSoon = () => {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      flush();
    });
  };
  const flush = () => {
    while (inFlight < maxInFlight && waiting.length > 0) {
      const batch = take();
      inFlight++;
      void run(batch).finally(() => {
        inFlight--;
        flush();
      });
    }
  };
  const take = (): Waiting[] => {
    const source = waiting[0]?.source;
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    let signals = 0;
    for (const request of waiting) {
      const fits = batch.length === 0 || signals + request.signals.length <= maxSignals;
      if (request.source !== source || !fits) rest.push(request);
      else {
        batch.push(request);
        signals += request.signals.length;
      }
    }
    waiting = rest;
    return batch;
  };
  const run = async (batch: readonly Waiting[]) => {
    try {
      const all: Signal[] = [];
      for (const { signals } of batch) for (const signal of signals) all.push(signal);
      const outcomes = await record(batch[0]?.source ?? '', all);
      let from = 0;
      for (const request of batch) {
        request.done(outcomes.slice(from, from + request.signals.length));
        from += request.signals.length;
      }
    } catch (error) {
      for (const request of batch) request.fail(error);
    }
  };

  return (source, signals, delivery) => {
    if (delivery) return record(source, signals, delivery);
    return new Promise((done, fail) => {
      waiting.push({ source, signals, done, fail });
      flushSoon();
    });
  };
}
