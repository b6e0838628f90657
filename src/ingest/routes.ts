import { type Context, Hono } from 'hono';
import type { KeyVerifier } from '../app/keys/verify-api-key.ts';
import type { RecordOutcome } from '../app/record/record-signals.ts';
import type { Signal } from '../domain/signal.ts';
import { AppError } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { parseBody, parseList } from './parse-body.ts';
import { readBody } from './read-body.ts';
import { SAMPLE_HEADER, setApart } from './samples/set-apart.ts';
import { WEBHOOK_LIMITS } from './scan-json.ts';
import type { KeyedApi, ParsedDelivery, ParsedItem, Source } from './source.ts';
import { sources } from './sources/index.ts';
import { type IngestSummary, placeInList, signalsOf, summarize } from './summary.ts';
import { type Rate, tokenBuckets } from './token-bucket.ts';
import type { VendorSettings } from './vendor-settings.ts';

/** Stores signals and says what became of each; throws AppError `unavailable` when nothing was stored. */
export type RecordVerb = (
  source: string,
  signals: readonly Signal[],
  delivery?: { readonly id: string } | undefined,
) => Promise<RecordOutcome[]>;

export interface IngestDeps {
  readonly record: RecordVerb;
  /** As `record`, but takes everything back: for samples. */
  readonly rehearse: RecordVerb;
  /** The ingest key with this secret, or null. */
  readonly keys: KeyVerifier;
  /** Per source: secrets that are valid now; none = the source answers 404. */
  readonly secrets: Readonly<{ [source: string]: readonly string[] | undefined }>;
  readonly seatPrices: readonly string[];
  /** ISO 4217: the currency of amounts that name none. */
  readonly currency: string;
  /** How accounts are found in what vendors send; the defaults when absent. */
  readonly sources?: VendorSettings | undefined;
  /** The outside address, which vendors sign; without it the address as it arrives here counts. */
  readonly publicUrl?: string | null | undefined;
  /** Told what became of each body's items; samples are left out. */
  readonly onTaken?: ((source: string, summary: IngestSummary) => void) | undefined;
  readonly now: () => Date;
  readonly log: Logger;
  /** Events per key. */
  readonly rate?: Rate | undefined;
}

const WEBHOOK_BYTES = 524_288;
const EVENT_LIMITS = { depth: 32, keys: 100 };
const RETRY_SECONDS = '5';
const GENEROUS: Rate = { perSecond: 50_000, burst: 100_000 };
const WEBHOOKS: ReadonlyMap<string, Source> = new Map(
  Object.entries(sources).filter(([, source]) => source.verify !== null),
);

/** The addresses for holders of an ingest key, such as `POST /v1/events`, and `POST /webhooks/:source` for vendors that sign. */
export function ingestRoutes(deps: IngestDeps): Hono {
  const take = tokenBuckets(deps.rate ?? GENEROUS, deps.now);
  const routes = new Hono();
  for (const source of Object.values<Source>(sources)) {
    const { api } = source;
    for (const path of api?.paths ?? []) {
      if (api) routes.post(path, (c) => guarded(c, () => takeEvents(c, deps, { source, api, take })));
    }
  }
  routes.post('/webhooks/:source', (c) => guarded(c, () => takeWebhook(c, deps)));
  return routes;
}

interface KeyedSource {
  readonly source: Source;
  readonly api: KeyedApi;
  readonly take: (key: string, count: number) => number;
}

async function takeEvents(c: Context, deps: IngestDeps, { source, api, take }: KeyedSource) {
  const secret = secretOf(c.req.header('authorization') ?? '', api.scheme);
  const key = secret === undefined ? null : await deps.keys(secret);
  if (key === null) {
    c.header('www-authenticate', api.scheme === 'Basic' ? 'Basic realm="cs-pulse"' : 'Bearer');
    return refuse(c, 401, 'unauthorized', HOW_TO_SIGN_IN[api.scheme]);
  }
  const type = c.req.header('content-type');
  if (type !== undefined && !/^[\w.-]+\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    return refuse(c, 415, 'unsupported', `Content-Type: ${type.slice(0, 100)} is not read; send application/json.`);
  }
  const raw = await bodyOf(c, api.limits.bytes);
  if (raw instanceof Response) return raw;
  const { payload, problems } = parseList(raw, EVENT_LIMITS);
  const list = api.list(payload, c.req.path);
  if (list.length > api.limits.events) {
    const most = `The batch has ${list.length} events; at most ${api.limits.events} are taken at once.`;
    return refuse(c, 413, 'too_large', most);
  }
  const wait = take(key.keyId, Math.max(1, list.length));
  if (wait > 0) {
    c.header('retry-after', String(wait));
    return refuse(c, 429, 'too_many', `Too many events with this key; try again in ${wait} s.`);
  }
  const parsed = source.parse({ payload: list, headers: c.req.raw.headers, receivedAt: deps.now(), settings: deps });
  const items = parsed.items.map((item, index): ParsedItem => {
    const message = problems.get(index);
    return message === undefined ? item : { code: 'invalid', message };
  });
  const summary = await store(c, deps, source, { ...parsed, items });
  return c.json(summary, eventStatus(summary));
}

const HOW_TO_SIGN_IN: Readonly<Record<KeyedApi['scheme'], string>> = {
  Bearer: 'Send a valid ingest key: Authorization: Bearer csp_…',
  Basic: 'Send a valid ingest key as the write key: Authorization: Basic base64(csp_…:)',
};

/** The key of an Authorization header; of Basic credentials the user's name, whose password must be empty. */
function secretOf(authorization: string, scheme: KeyedApi['scheme']): string | undefined {
  if (scheme === 'Bearer') return /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1];
  return encoded === undefined
    ? undefined
    : /^([^\s:]+):$/.exec(Buffer.from(encoded, 'base64').toString('latin1'))?.[1];
}

async function takeWebhook(c: Context, deps: IngestDeps) {
  const source = WEBHOOKS.get(c.req.param('source') ?? '');
  const secrets = source ? (deps.secrets[source.name] ?? []) : [];
  if (!source?.verify || secrets.length === 0) {
    return refuse(c, 404, 'not_found', 'There is nothing at this address.');
  }
  const raw = await bodyOf(c, WEBHOOK_BYTES);
  if (raw instanceof Response) return raw;
  const { headers, method } = c.req.raw;
  const url = outsideUrl(c.req.raw.url, deps.publicUrl);
  const now = deps.now();
  if (!(await source.verify({ raw, headers, method, url, secrets, now }))) {
    return refuse(c, 401, 'unauthorized', 'The signature is missing, wrong, or not of the last five minutes.');
  }
  const payload = parseBody(raw, WEBHOOK_LIMITS);
  const parsed = source.parse({ payload, headers, receivedAt: now, settings: deps });
  const summary = await store(c, deps, source, parsed);
  // A rejected item is not better the next time: an error would only make the vendor repeat it.
  if (summary.rejected.length > 0) {
    deps.log.warn({ source: source.name, rejected: summary.rejected.slice(0, 5) }, 'webhook items rejected');
  }
  return c.json(summary);
}

/** The address under which a proxy in front of us was called. */
function outsideUrl(url: string, publicUrl: string | null | undefined): string {
  if (!publicUrl) return url;
  const { pathname, search } = new URL(url);
  return `${publicUrl.replace(/\/+$/, '')}${pathname}${search}`;
}

async function store(c: Context, deps: IngestDeps, source: Source, parsed: ParsedDelivery): Promise<IngestSummary> {
  const { delivery, isSample } = setApart(parsed);
  const signals = signalsOf(delivery.items);
  const verb = isSample ? deps.rehearse : deps.record;
  const outcomes = signals.length === 0 ? [] : await verb(source.name, signals, delivery.delivery);
  if (isSample) c.header(SAMPLE_HEADER, 'taken-back');
  const summary = summarize(delivery.items, outcomes, placeInList(source.name));
  if (!isSample) deps.onTaken?.(source.name, summary);
  return summary;
}

/** The body's bytes, or the refusal of a body that is too large or compressed. */
async function bodyOf(c: Context, most: number): Promise<Uint8Array | Response> {
  const encoding = c.req.header('content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return refuse(c, 415, 'unsupported', 'Content-Encoding is not read; send the body uncompressed.');
  }
  try {
    const raw = await readBody(c.req.raw, most);
    if (raw !== null) return raw;
  } catch {
    return refuse(c, 400, 'invalid', 'body: ended before it was complete');
  }
  c.header('connection', 'close');
  return refuse(c, 413, 'too_large', `The body is larger than ${most} bytes; send smaller batches.`);
}

async function guarded(c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'invalid') return refuse(c, 400, 'invalid', error.message);
    if (error.code !== 'unavailable') throw error;
    c.header('retry-after', RETRY_SECONDS);
    return refuse(c, 503, 'unavailable', error.message);
  }
}

function refuse(c: Context, status: 400 | 401 | 404 | 413 | 415 | 429 | 503, code: string, message: string) {
  return c.json({ code, message }, status);
}

function eventStatus({ accepted, duplicates, rejected }: IngestSummary): 200 | 207 | 400 {
  if (rejected.length === 0) return 200;
  return accepted + duplicates === 0 ? 400 : 207;
}
