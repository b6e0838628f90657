import type { IngestEvent } from './ingest-event.ts';

export interface Batch {
  /** `{"batch":[…]}` as it is sent. */
  readonly body: string;
  /** In the order of the body, so that an answer's index names its event. */
  readonly events: readonly IngestEvent[];
}

const MOST_EVENTS = 500;
/** Below the route's limit of 512 kB, envelope included. */
const MOST_BYTES = 480_000;

/** Cuts the stream into requests that the ingest route accepts: at most 500 events and 480 kB each. */
export function* batchesOf(events: Iterable<IngestEvent>): Generator<Batch> {
  let pending: IngestEvent[] = [];
  let texts: string[] = [];
  let bytes = 0;
  for (const event of events) {
    const text = JSON.stringify(event);
    const size = Buffer.byteLength(text) + 1;
    if (pending.length === MOST_EVENTS || (pending.length > 0 && bytes + size > MOST_BYTES)) {
      yield batch(pending, texts);
      [pending, texts, bytes] = [[], [], 0];
    }
    pending.push(event);
    texts.push(text);
    bytes += size;
  }
  if (pending.length > 0) yield batch(pending, texts);
}

function batch(events: readonly IngestEvent[], texts: readonly string[]): Batch {
  return { body: `{"batch":[${texts.join(',')}]}`, events };
}
