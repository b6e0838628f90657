import type { IncomingMessage } from 'node:http';
import { readBody } from '../lib/read-body.ts';
import { type Answer, refusal } from './answer.ts';
import { headerOf } from './request-headers.ts';

/** The body's bytes, or the refusal of a body that is too large, compressed or not complete. */
export async function takeBody(request: IncomingMessage, most: number): Promise<Buffer | Answer> {
  const encoding = headerOf(request, 'content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    return refusal(415, 'unsupported', 'Content-Encoding is not read; send the body uncompressed.');
  }
  try {
    const raw = await readBody(request, most);
    if (raw !== null) return raw;
  } catch {
    return refusal(400, 'invalid', 'body: ended before it was complete');
  }
  const message = `The body is larger than ${most} bytes; send smaller batches.`;
  return refusal(413, 'too_large', message, { connection: 'close' });
}
