import { AppError } from '../lib/errors.ts';
import { type Batch, batchesOf } from './batches.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { readIngestAnswer } from './ingest-answer.ts';
import type { IngestEvent } from './ingest-event.ts';
import { type PostAnswer, post } from './post.ts';

export interface LoadEventsInput {
  /** Streams that are sent side by side; events of one account belong in one of them. */
  readonly lanes: readonly Iterable<IngestEvent>[];
  readonly url: URL;
  readonly key: string;
  /** Events that are stored so far. */
  readonly onProgress: (done: number) => void;
}

export interface LoadedEvents {
  readonly accepted: number;
  readonly duplicates: number;
}

/**
 * Sends events through the generic ingest route, one request at a time per lane.
 * @throws AppError 'invalid' naming the first refused event; 'unavailable' when the server stays away.
 */
export async function loadEvents({ lanes, url, key, onProgress }: LoadEventsInput): Promise<LoadedEvents> {
  let [accepted, duplicates] = [0, 0];
  const batches = lanes.map((lane) => batchesOf(lane));
  await forEachConcurrently(batches, lanes.length, async (lane) => {
    for (const batch of lane) {
      const answer = await post({ url, headers: { authorization: `Bearer ${key}` }, body: batch.body });
      const outcome = outcomeOf(answer, batch);
      accepted += outcome.accepted;
      duplicates += outcome.duplicates;
      onProgress(accepted + duplicates);
    }
  });
  return { accepted, duplicates };
}

function outcomeOf(answer: PostAnswer, batch: Batch): LoadedEvents {
  const summary = readIngestAnswer(answer, 'a batch of events');
  const refused = summary.rejected[0];
  if (!refused) return summary;
  const event = batch.events[refused.index];
  const which = event ? `${event.event} of ${event.account_id} (${event.message_id})` : `event ${refused.index}`;
  throw new AppError('invalid', `the ingest route refused ${which}: ${refused.code}, ${refused.message}`);
}
