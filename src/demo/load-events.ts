import { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import { type Batch, batchesOf } from './batches.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import type { IngestEvent } from './ingest-events.ts';
import { type PostAnswer, post } from './post.ts';

const AnswerSchema = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number(), code: z.string(), message: z.string() })),
});

export interface LoadEventsInput {
  readonly events: Iterable<IngestEvent>;
  readonly url: URL;
  readonly key: string;
  readonly concurrency: number;
  /** Events that are stored so far. */
  readonly onProgress: (done: number) => void;
}

export interface LoadedEvents {
  readonly accepted: number;
  readonly duplicates: number;
}

/**
 * Sends events through the generic ingest route, a few requests at a time.
 * @throws AppError 'invalid' naming the first refused event; 'unavailable' when the server stays away.
 */
export async function loadEvents(input: LoadEventsInput): Promise<LoadedEvents> {
  const { events, url, key, concurrency, onProgress } = input;
  let [accepted, duplicates] = [0, 0];
  await forEachConcurrently(batchesOf(events), concurrency, async (batch) => {
    const answer = await post({ url, headers: { authorization: `Bearer ${key}` }, body: batch.body });
    const outcome = outcomeOf(answer, batch);
    accepted += outcome.accepted;
    duplicates += outcome.duplicates;
    onProgress(accepted + duplicates);
  });
  return { accepted, duplicates };
}

function outcomeOf({ status, text }: PostAnswer, batch: Batch): LoadedEvents {
  const parsed = AnswerSchema.safeParse(jsonOf(text));
  const refused = parsed.data?.rejected[0];
  if (refused) {
    const event = batch.events[refused.index];
    const which = event ? `${event.event} of ${event.account_id} (${event.message_id})` : `event ${refused.index}`;
    throw new AppError('invalid', `the ingest route refused ${which}: ${refused.code}, ${refused.message}`);
  }
  if (status !== 200 || !parsed.success) {
    throw new AppError('invalid', `the ingest route answered ${status} to a batch: ${text.slice(0, 300)}`);
  }
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
