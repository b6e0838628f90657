import { gzipSync } from 'node:zlib';
import type { Random } from '../../../src/demo/random.ts';

/** Bytes for a connection of their own. */
export interface RawRequest {
  readonly kind: string;
  readonly bytes: Buffer;
  /** The connection is broken off after this many bytes; null: the answer is waited for. */
  readonly breakAfter: number | null;
}

type Maker = (random: Random) => Buffer | string;

const ROUTES = [
  '/livez',
  '/readyz',
  '/v1/events',
  '/v1/track',
  '/v1/batch',
  '/webhooks/stripe',
  '/webhooks/zendesk',
  '/webhooks/hubspot',
  '/webhooks/',
  '/slack/events',
  '/p/none',
  '/v1/accounts',
  '/v1/accounts/%00',
  '/mcp',
] as const;
const JSON_TYPE = 'Content-Type: application/json';
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded';
const ODD_LINES = [
  'GET //',
  'GET /%ff',
  'GET /d/%ff',
  'GET http://[',
  'GET http://x:99999/livez',
  'GET *',
  'GET /livez?%',
  'GET /../../etc/passwd',
  'GET /slack/events%00',
  'GET /livez#x',
  'GET \\livez',
  'get /livez',
  'GETX /livez',
  'CONNECT x:1',
  'TRACE /livez',
  'OPTIONS *',
  'POST //v1/events',
  'POST /v1/events/..;/',
  'POST /webhooks/__proto__',
  'POST /webhooks/constructor',
  'POST /webhooks/%ff',
  'POST http://[/slack/events',
  `GET /${'a'.repeat(20_000)}`,
] as const;
const ODD_HEADERS = [
  'no colon',
  ': no name',
  'X y: 1',
  'X: \u0000',
  'X: \u00ff\u0001',
  'X: a\r\n folded',
  `X: ${'a'.repeat(20_000)}`,
  Array.from({ length: 3000 }, (_, at) => `X${at}: 1`).join('\r\n'),
  'Content-Length: -1',
  'Content-Length: 1e3',
  'Content-Length: 99999999999999999999',
  'Content-Length: 5\r\nContent-Length: 6',
  'Content-Length: 5\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked, chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: \u000bchunked',
  'Expect: 100-continue',
  'Expect: miracles',
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13',
  'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA',
  'Authorization: Basic \u00ff\u00ff',
  'Authorization: Bearer a\r\nAuthorization: Bearer b',
  'Stripe-Signature: t=1\r\nStripe-Signature: v1=00',
  'X-Slack-Signature: v0=0\r\nX-Slack-Signature: v0=1\r\nX-Slack-Request-Timestamp: 1',
  'Content-Type: \u0000\r\nContent-Type: a/b',
  'Host: [\r\nHost: %',
  'Host: ',
  'X-Request-Id: \u001b[31m',
] as const;
const BODIES = [
  [JSON_TYPE, '['.repeat(10_000)],
  [JSON_TYPE, '{"a":'.repeat(10_000)],
  [JSON_TYPE, '\u0000'],
  [JSON_TYPE, '"\\ud800"'],
  [JSON_TYPE, 'null'],
  [JSON_TYPE, `{"type":"url_verification","challenge":"x"}`],
  [FORM_TYPE, 'ssl_check=1'],
  [FORM_TYPE, `payload=${encodeURIComponent('['.repeat(10_000))}`],
  [FORM_TYPE, '%ff=%&%=&&==&payload=%7B'],
  ['Content-Type: multipart/form-data; boundary=x', '--x\r\n\r\n\r\n--x'],
  ['Content-Type: text/csv', 'a,b\n=cmd()'],
] as const;

const MANY_KEYS = `{${Array.from({ length: 1_000_000 }, (_, at) => `"k${at}":1`).join(',')}}`;
const FIVE_MB = 'x'.repeat(5_000_000);
const ALMOST_TOO_LARGE = 520_000;

const KEYS_WITHIN = MANY_KEYS.slice(0, ALMOST_TOO_LARGE);

/** Small ones, of which most are made. */
const LIGHT: Readonly<Record<string, Maker>> = {
  'an odd line': (random) => `${random.pick(ODD_LINES)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  'an odd version': (random) =>
    `GET /livez ${random.pick(['HTTP/9.9', 'HTTP/0.9', 'HTTP/1.', '', 'ICY'])}\r\nHost: x\r\n\r\n`,
  'an odd header': (random) => head(random, [random.pick(ODD_HEADERS)]),
  'a body': (random) => anyBody(random),
  'a compressed body': (random) =>
    compressed(random.pick(ROUTES), random.pick(['gzip', 'br', 'deflate', 'gzip, gzip'])),
  'odd chunks': (random) =>
    chunked(
      random.pick(ROUTES),
      random.pick([
        'zz\r\n',
        'ffffffffffffffff\r\nx',
        `5;${'e'.repeat(9000)}\r\nhello\r\n0\r\n\r\n`,
        '-1\r\n',
        '5\r\nhel',
      ]),
    ),
  'many at once': (random) =>
    `${`GET ${random.pick(ROUTES)} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(20)}${head(random, [])}`,
  'another protocol': (random) =>
    random.pick([
      Buffer.from('160301020001000001fc0303', 'hex'),
      Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
      Buffer.from('SSH-2.0-x\r\n'),
      Buffer.from('\r\n\r\n\r\n'),
    ]),
  'bytes of no meaning': (random) =>
    Buffer.from(Array.from({ length: random.between(1, 400) }, () => random.below(256))),
  'a changed byte': (random) => changed(random, `${head(random, [JSON_TYPE, 'Content-Length: 2'])}{}`),
};

/** Those that cost much to read, or would. */
const HEAVY: Readonly<Record<string, Maker>> = {
  '5 MB': (random) => whole(random.pick(ROUTES), JSON_TYPE, FIVE_MB),
  '5 MB in chunks': (random) =>
    chunked(random.pick(ROUTES), `${FIVE_MB.length.toString(16)}\r\n${FIVE_MB}\r\n0\r\n\r\n`),
  'nested a million times': (random) => whole(random.pick(ROUTES), JSON_TYPE, '['.repeat(1_000_000)),
  'a million keys': (random) => whole(random.pick(ROUTES), JSON_TYPE, MANY_KEYS),
  'as many keys as are read': (random) => whole(random.pick(ROUTES), JSON_TYPE, KEYS_WITHIN),
  'as deep as is read': (random) => whole(random.pick(ROUTES), JSON_TYPE, '['.repeat(ALMOST_TOO_LARGE)),
  'as many fields as are read': () => whole('/slack/events', FORM_TYPE, 'a=&'.repeat(ALMOST_TOO_LARGE / 3)),
  'as many signs as are read': () => whole('/slack/events', FORM_TYPE, '%'.repeat(ALMOST_TOO_LARGE)),
};

const HEAVY_OF = 200;
const BROKEN_OFF_OF = 20;

/** A request that no honest sender makes. */
export function rawRequest(random: Random): RawRequest {
  const makers = random.below(HEAVY_OF) === 0 ? HEAVY : LIGHT;
  const [first = '', ...others] = Object.keys(makers);
  const kind = random.pick([first, ...others]);
  const made = makers[kind]?.(random) ?? '';
  const bytes = typeof made === 'string' ? Buffer.from(made, 'latin1') : made;
  const breakAfter = random.below(BROKEN_OFF_OF) === 0 ? random.below(bytes.length + 1) : null;
  return { kind, bytes, breakAfter };
}

function head(random: Random, headers: readonly string[]): string {
  const method = random.pick(['GET', 'POST', 'PUT']);
  return `${[`${method} ${random.pick(ROUTES)} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;
}

function whole(route: string, type: string, body: string): string {
  return `POST ${route} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function anyBody(random: Random): string {
  const [type, body] = random.pick(BODIES);
  return whole(random.pick(ROUTES), type, body);
}

function chunked(route: string, body: string): string {
  return `POST ${route} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n${body}`;
}

function compressed(route: string, encoding: string): Buffer {
  const body = gzipSync(Buffer.alloc(1_000_000));
  const headers = `POST ${route} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${JSON_TYPE}\r\nContent-Encoding: ${encoding}\r\n`;
  return Buffer.concat([Buffer.from(`${headers}Content-Length: ${body.length}\r\n\r\n`), body]);
}

function changed(random: Random, text: string): string {
  const at = random.below(text.length);
  return `${text.slice(0, at)}${String.fromCharCode(random.below(256))}${text.slice(at + 1)}`;
}
