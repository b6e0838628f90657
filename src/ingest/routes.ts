import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Rate, tokenBuckets } from '../lib/token-bucket.ts';
import { type Answer, refusalOf, send } from './answer.ts';
import type { IngestDeps } from './deps.ts';
import type { Source } from './source.ts';
import { sources } from './sources/index.ts';
import { takeEvents } from './take-events.ts';
import { takeWebhook } from './take-webhook.ts';

/** Answers a request to one of its addresses, or is null without having touched it. Rejects with unexpected errors. */
export type IngestListener = (request: IncomingMessage, response: ServerResponse) => Promise<void> | null;

const GENEROUS: Rate = { perSecond: 50_000, burst: 100_000 };
const WEBHOOK_PREFIX = '/webhooks/';

/**
 * The addresses for holders of an ingest key, such as `POST /v1/events`, and `POST /webhooks/:source` for vendors that
 * sign. They take Node's own requests: a web framework's objects cost twice what an event costs otherwise.
 */
export function ingestRoutes(deps: IngestDeps): IngestListener {
  const take = tokenBuckets(deps.rate ?? GENEROUS, deps.now);
  const keyed = new Map<string, (request: IncomingMessage) => Promise<Answer>>();
  for (const source of Object.values<Source>(sources)) {
    const { api } = source;
    for (const path of api?.paths ?? []) {
      if (api) keyed.set(path, (request) => takeEvents(request, deps, { source, api, path, take }));
    }
  }
  return (request, response) => {
    if (request.method !== 'POST') return null;
    const path = pathOf(request.url ?? '');
    const answer = keyed.get(path);
    if (answer !== undefined) return answered(request, response, answer(request));
    const name = path.startsWith(WEBHOOK_PREFIX) ? path.slice(WEBHOOK_PREFIX.length) : '';
    if (name === '' || name.includes('/')) return null;
    return answered(request, response, takeWebhook(request, deps, name));
  };
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

async function answered(request: IncomingMessage, response: ServerResponse, answer: Promise<Answer>): Promise<void> {
  let given: Answer;
  try {
    given = await answer;
  } catch (error) {
    given = refusalOf(error);
  }
  send(request, response, given);
}
