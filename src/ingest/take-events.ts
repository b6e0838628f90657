import type { IncomingMessage } from 'node:http';
import { type Answer, refusal } from './answer.ts';
import type { IngestDeps } from './deps.ts';
import { parseList } from './parse-body.ts';
import { headerOf, requestHeaders } from './request-headers.ts';
import type { KeyedApi, ParsedDelivery, ParsedItem, Source } from './source.ts';
import { storeDelivery } from './store-delivery.ts';
import type { IngestSummary } from './summary.ts';
import { takeBody } from './take-body.ts';

export interface KeyedSource {
  readonly source: Source;
  readonly api: KeyedApi;
  readonly path: string;
  /** Takes tokens of a key: 0, or the seconds after which to try again. */
  readonly take: (key: string, count: number) => number;
}

const EVENT_LIMITS = { depth: 32, keys: 100 };
const HOW_TO_SIGN_IN: Readonly<Record<KeyedApi['scheme'], string>> = {
  Bearer: 'Send a valid ingest key: Authorization: Bearer csp_…',
  Basic: 'Send a valid ingest key as the write key: Authorization: Basic base64(csp_…:)',
};

/** Events of a holder of an ingest key: stored, and each that is not is named. @throws AppError. */
export async function takeEvents(request: IncomingMessage, deps: IngestDeps, keyed: KeyedSource): Promise<Answer> {
  const { api, source } = keyed;
  const secret = secretOf(headerOf(request, 'authorization') ?? '', api.scheme);
  const key = secret === undefined ? null : await deps.keys(secret);
  if (key === null) {
    const scheme = api.scheme === 'Basic' ? 'Basic realm="cs-pulse"' : 'Bearer';
    return refusal(401, 'unauthorized', HOW_TO_SIGN_IN[api.scheme], { 'www-authenticate': scheme });
  }
  const type = headerOf(request, 'content-type');
  if (type !== null && !/^[\w.-]+\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    return refusal(415, 'unsupported', `Content-Type: ${type.slice(0, 100)} is not read; send application/json.`);
  }
  const raw = await takeBody(request, api.limits.bytes);
  if (!Buffer.isBuffer(raw)) return raw;
  const parsed = read(raw, request, deps, { keyed, keyId: key.keyId });
  if ('status' in parsed) return parsed;
  const stored = await storeDelivery(deps, source, parsed);
  return { status: eventStatus(stored.summary), body: stored.summary, headers: stored.headers };
}

/** What a body says, or its refusal. A function of its own: nothing of the JSON is kept while the events are stored. */
function read(
  raw: Buffer,
  request: IncomingMessage,
  deps: IngestDeps,
  { keyed, keyId }: { readonly keyed: KeyedSource; readonly keyId: string },
): ParsedDelivery | Answer {
  const { api, path, source, take } = keyed;
  const { payload, problems } = parseList(raw, EVENT_LIMITS);
  const list = api.list(payload, path);
  if (list.length > api.limits.events) {
    const most = `The batch has ${list.length} events; at most ${api.limits.events} are taken at once.`;
    return refusal(413, 'too_large', most);
  }
  const wait = take(keyId, Math.max(1, list.length));
  if (wait > 0) {
    const message = `Too many events with this key; try again in ${wait} s.`;
    return refusal(429, 'too_many', message, { 'retry-after': String(wait) });
  }
  const headers = requestHeaders(request);
  const parsed = source.parse({ payload: list, headers, receivedAt: deps.now(), settings: deps });
  if (problems.size === 0) return parsed;
  return { ...parsed, items: parsed.items.map((item, index) => problemAt(problems, index, item)) };
}

function problemAt(problems: ReadonlyMap<number, string>, index: number, item: ParsedItem): ParsedItem {
  const message = problems.get(index);
  return message === undefined ? item : { code: 'invalid', message };
}

/** The key of an Authorization header; of Basic credentials the user's name, whose password must be empty. */
function secretOf(authorization: string, scheme: KeyedApi['scheme']): string | undefined {
  if (scheme === 'Bearer') return /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1];
  return encoded === undefined
    ? undefined
    : /^([^\s:]+):$/.exec(Buffer.from(encoded, 'base64').toString('latin1'))?.[1];
}

function eventStatus({ accepted, duplicates, rejected }: IngestSummary): 200 | 207 | 400 {
  if (rejected.length === 0) return 200;
  return accepted + duplicates === 0 ? 400 : 207;
}
