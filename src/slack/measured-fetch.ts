import type { webApi } from '@slack/bolt';
import type { Metrics } from '../lib/metrics.ts';
import { errorClass, isTokenError } from './permanent-errors.ts';

type Fetch = NonNullable<webApi.WebClientOptions['fetch']>;

/** Of an address of the Web API; an upload's address holds a secret. */
const METHOD = /\/api\/([a-z]+(?:\.[a-zA-Z]+){1,4})$/;
const MOST_ERROR = 100;

/** `fetch` for a Web API client that counts what fails, by method and class of error. Answers and errors pass as they are. */
export function measuredFetch(metrics: Pick<Metrics, 'slackRefused'>): Fetch {
  return async (url, init) => {
    const method = METHOD.exec(new URL(url).pathname)?.[1] ?? 'other';
    try {
      const response = await fetch(url, init);
      const error = await errorOf(response);
      if (error !== null) metrics.slackRefused(method, error);
      return response;
    } catch (error) {
      metrics.slackRefused(method, 'network');
      throw error;
    }
  };
}

/** The class of what a response says; null when it is well. */
async function errorOf(response: Response): Promise<string | null> {
  if (response.status === 429) return 'rate_limited';
  if (!response.ok) return 'http';
  const code = codeIn(await response.clone().text());
  if (code === null) return null;
  if (isTokenError(code)) return 'token';
  const known = errorClass(code);
  return known === 'permanent' ? 'refused' : known;
}

function codeIn(text: string): string | null {
  // Answers may be long lists; an error is short.
  if (!/^\s*\{\s*"ok"\s*:\s*false/.test(text.slice(0, MOST_ERROR))) return null;
  return /"error"\s{0,5}:\s{0,5}"(\w{1,60})"/.exec(text)?.[1] ?? 'unknown';
}
