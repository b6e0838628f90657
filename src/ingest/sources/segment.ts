import { createHmac } from 'node:crypto';
import { isSameText } from '../same-text.ts';
import { scanJson, WEBHOOK_LIMITS } from '../scan-json.ts';
import { messagesOf, readMessage } from '../segment/read-message.ts';
import type { RawDelivery, Source } from '../source.ts';

const API: Readonly<Record<string, string>> = {
  '/v1/track': 'track',
  '/v1/identify': 'identify',
  '/v1/group': 'group',
  '/v1/page': 'page',
  '/v1/screen': 'screen',
  '/v1/alias': 'alias',
};

/** Segment's messages, from its libraries (HTTP API) or from its webhook destination; both are one source. */
export const segment = {
  name: 'segment',
  noAccount: 'send context.groupId with every message, or account_id among its properties',
  verify: async (delivery) => isSigned(delivery),
  api: {
    paths: [...Object.keys(API), '/v1/batch'],
    scheme: 'Basic',
    limits: { bytes: 512_000, events: 2500 },
    list: (payload, path) => messagesOf(payload, API[path]),
  },
  parse: ({ payload, receivedAt, settings }) => ({
    items: messagesOf(payload).map((message) => readMessage(message, receivedAt, settings)),
  }),
} satisfies Source;

/**
 * Whether `X-Signature` is the hex HMAC-SHA1 of the body, of a batch of its first event. Segment writes compact JSON;
 * a batch in any other spelling is refused, so that what was signed is what is read.
 */
function isSigned({ raw, headers, secrets }: RawDelivery): boolean {
  const given = headers.get('x-signature');
  const signed = given === null ? null : signedPart(raw);
  if (given === null || signed === null) return false;
  const matches = secrets.filter((secret) =>
    isSameText(given, createHmac('sha1', secret).update(signed).digest('hex')),
  );
  return matches.length > 0;
}

const OPEN_ARRAY = 0x5b;

function signedPart(raw: Uint8Array): Uint8Array | string | null {
  if (raw[0] !== OPEN_ARRAY) return raw;
  // Anybody can send this: what is not read anyhow is not parsed for its signature.
  if (scanJson(raw, WEBHOOK_LIMITS) !== null) return null;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw);
  try {
    const batch: unknown = JSON.parse(text);
    const [first] = Array.isArray(batch) ? batch : [];
    return JSON.stringify(batch) === text && typeof first === 'object' && first !== null ? JSON.stringify(first) : null;
  } catch {
    return null;
  }
}
