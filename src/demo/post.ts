import { setTimeout as delay } from 'node:timers/promises';
import { AppError, messageOf } from '../lib/errors.ts';

const ATTEMPTS = 8;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
const TIMEOUT_MS = 30_000;

export interface PostInput {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Posts JSON and waits out a busy or restarting server (429, 503, no connection), as Retry-After says or with growing
 * pauses. Repeating is safe because every item carries its own id.
 * @throws AppError 'unavailable' when the server stays away.
 */
export async function post({ url, headers, body }: PostInput): Promise<PostAnswer> {
  let problem = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answer = await tryOnce({ url, headers, body });
    if ('status' in answer && answer.status !== 429 && answer.status !== 503) return answer;
    problem = 'status' in answer ? `it answered ${answer.status}` : answer.problem;
    const asked = 'retryAfterMs' in answer ? answer.retryAfterMs : null;
    // Does not hold the process: a demo that is stopped while it loads waits for nothing.
    const wait = Math.min(asked ?? FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS);
    if (attempt < ATTEMPTS - 1) await delay(wait, undefined, { ref: false });
  }
  throw new AppError('unavailable', `${url.origin}${url.pathname} did not take the data (${problem}); is it running?`);
}

type Attempt = (PostAnswer & { readonly retryAfterMs: number | null }) | { readonly problem: string };

async function tryOnce({ url, headers, body }: PostInput): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      status: response.status,
      text: await response.text(),
      retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1000 : null,
    };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
