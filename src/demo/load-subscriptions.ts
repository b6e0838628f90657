import { createHmac } from 'node:crypto';
import { AppError } from '../lib/errors.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { readIngestAnswer } from './ingest-answer.ts';
import { post } from './post.ts';
import type { StripeEvent } from './stripe-events.ts';

export interface LoadSubscriptionsInput {
  readonly events: readonly StripeEvent[];
  readonly url: URL;
  /** The webhook's signing secret, `whsec_…`. */
  readonly secret: string;
  readonly concurrency: number;
  readonly now: () => Date;
  readonly onProgress: (done: number) => void;
}

/**
 * Delivers the webhooks, signed as Stripe signs them: hex HMAC-SHA256 of `timestamp.body`.
 * @throws AppError 'invalid' naming the refused webhook; 'unavailable' when the server stays away.
 */
export async function loadSubscriptions(input: LoadSubscriptionsInput): Promise<void> {
  const { events, url, secret, concurrency, now, onProgress } = input;
  let done = 0;
  await forEachConcurrently(events, concurrency, async (event) => {
    const body = JSON.stringify(event);
    const time = Math.floor(now().getTime() / 1000);
    const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    const answer = await post({ url, headers: { 'stripe-signature': `t=${time},v1=${mac}` }, body });
    const refused = readIngestAnswer(answer, `the webhook ${event.id}`).rejected[0];
    if (refused) {
      throw new AppError('invalid', `the webhook ${event.id} was refused: ${refused.code}, ${refused.message}`);
    }
    done += 1;
    onProgress(done);
  });
}
