import type { IncomingMessage } from 'node:http';
import type { DeliveryHeaders } from './source.ts';

/** A request's headers, asked for by their names in lower case. */
export function requestHeaders(request: IncomingMessage): DeliveryHeaders {
  return {
    get: (name) => headerOf(request, name),
    has: (name) => headerOf(request, name) !== null,
  };
}

/**
 * A header by its name in lower case. Of a repeated one all values count, joined by commas: Node itself would drop all
 * but the first of some, and which of two signatures is meant is not ours to choose.
 */
export function headerOf({ rawHeaders }: IncomingMessage, name: string): string | null {
  let value: string | null = null;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] ?? '';
    if (given.length !== name.length || given.toLowerCase() !== name) continue;
    const own = rawHeaders[at + 1] ?? '';
    value = value === null ? own : `${value}, ${own}`;
  }
  return value;
}
