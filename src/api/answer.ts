import { createHash } from 'node:crypto';
import { jsonPieces } from '../lib/json-pieces.ts';
import { PRODUCT_VERSION } from '../lib/product-version.ts';
import type { TextStreams } from '../lib/text-streams.ts';
import type { Found, LongFound, ShortFound } from './endpoint.ts';
import { problem } from './problem.ts';

export interface AnswerDeps {
  readonly streams: TextStreams;
  /** Logs what broke an answer off whose first part was sent already. */
  readonly onFailure: (error: unknown, request: Request) => unknown;
}

interface Form {
  readonly request: Request;
  readonly isCsv: boolean;
}

/** What grows by itself in a text: ages of data, and how far a replica is behind. */
const AGES = /"age_minutes":-?\d+|,"replica_behind_seconds":\d+/g;

/** Long answers are over in seconds. */
const RETRY_SECONDS = '5';

/**
 * The answer in the form that was asked for. Its tag is of all that it says but the ages of data, which grow by
 * themselves: the same tag means the same numbers, names and owners.
 */
export function answerOf(form: Form, found: Found, deps: AnswerDeps): Promise<Response> {
  return found.kind === 'short' ? shortAnswer(form, found) : longAnswer(form, found, deps);
}

async function shortAnswer({ isCsv, request }: Form, found: ShortFound): Promise<Response> {
  const text = isCsv ? found.csv(true) : await joined(jsonPieces(found.json()));
  const tag = tagOf(isCsv ? found.csv(false) : text.replace(AGES, ''));
  const link = found.next == null ? {} : { link: `<${withCursor(request.url, found.next)}>; rel="next"` };
  const headers = { ...headersOf(isCsv), etag: tag, ...link };
  return isKnown(request.headers.get('if-none-match'), tag) ? notModified(headers) : new Response(text, { headers });
}

async function longAnswer({ isCsv, request }: Form, found: LongFound, deps: AnswerDeps): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  // Another version may say the same in another form.
  const tag = found.knownBy === null ? null : tagOf(`${PRODUCT_VERSION} ${pathname}${search} ${found.knownBy}`);
  const headers = { ...headersOf(isCsv), ...(tag === null ? {} : { etag: tag }) };
  if (tag !== null && isKnown(request.headers.get('if-none-match'), tag)) return notModified(headers);
  if (request.method === 'HEAD') return new Response(null, { headers });
  const make = async () => (isCsv ? found.csv() : jsonPieces(await found.json()));
  const body = await deps.streams.open(make, (error) => deps.onFailure(error, request));
  if (body === null) {
    return problem('unavailable', `reports: others are being written; try again in ${RETRY_SECONDS} s.`, {
      'retry-after': RETRY_SECONDS,
    });
  }
  return new Response(body, { headers });
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

function headersOf(isCsv: boolean): Record<string, string> {
  return {
    'content-type': isCsv ? 'text/csv; charset=utf-8' : 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(isCsv ? { 'content-disposition': 'attachment' } : {}),
  };
}

function notModified(headers: Record<string, string>): Response {
  return new Response(null, { status: 304, headers });
}

function tagOf(text: string): string {
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
}

function isKnown(given: string | null, tag: string): boolean {
  if (given === null) return false;
  const bare = (text: string): string => text.trim().replace(/^W\//, '');
  return given.split(',').some((one) => one.trim() === '*' || bare(one) === bare(tag));
}

/** The same address for the page that follows, relative to the server. */
function withCursor(address: string, cursor: string): string {
  const url = new URL(address);
  url.searchParams.set('cursor', cursor);
  return `${url.pathname}${url.search}`;
}
