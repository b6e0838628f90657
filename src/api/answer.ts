import { createHash } from 'node:crypto';
import type { Found } from './endpoint.ts';

/**
 * The answer in the form that was asked for. Its tag is of all that it says but the ages of data, which grow by
 * themselves: the same tag means the same numbers, names and owners.
 */
export function answerOf(request: Request, isCsv: boolean, found: Found): Response {
  const text = isCsv ? found.csv(true) : JSON.stringify(found.json());
  const lasting = isCsv ? found.csv(false) : text.replace(/"age_minutes":-?\d+/g, '');
  const tag = `W/"${createHash('sha256').update(lasting).digest('base64url').slice(0, 27)}"`;
  const headers: Record<string, string> = {
    'content-type': isCsv ? 'text/csv; charset=utf-8' : 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    etag: tag,
    ...(found.next == null ? {} : { link: `<${withCursor(request.url, found.next)}>; rel="next"` }),
  };
  if (isKnown(request.headers.get('if-none-match'), tag)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: isCsv ? { ...headers, 'content-disposition': 'attachment' } : headers });
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
