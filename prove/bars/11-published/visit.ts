import type { Agent } from 'node:http';
import { type Reply, send } from '../../stand/request.ts';
import type { Link } from './links.ts';

export type Answer = Extract<Reply, { kind: 'answer' }>;

/** What no answer may be without. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  'content-security-policy':
    /^(?=.*default-src 'none')(?=.*object-src 'none')(?=.*base-uri 'none')(?=.*form-action 'none')(?=.*frame-ancestors 'none')(?!.*unsafe)/,
  'strict-transport-security': /^max-age=(?:3[1-9]|[4-9]\d|\d{3})\d{6}\b/,
  'cache-control': /^no-store$/,
  'x-robots-tag': /noindex/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /./,
};

const MOST_REPEATED = 3;
let callers = 0;

/** Another network for each visit: what one address may try is another trial. */
export function newAddress(): string {
  callers += 1;
  return `2001:db8:${(callers >> 16).toString(16)}:${(callers & 0xffff).toString(16)}::1`;
}

export interface Visit {
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

/** An address of a link, as a browser asks for it. @throws when there is no answer. */
export async function get(url: string, { headers = {}, agent }: Visit = {}): Promise<Answer> {
  const from = { 'x-forwarded-for': newAddress(), ...headers };
  return answered({ url, method: 'GET', headers: from, ...(agent && { agent }) });
}

/** Shows a secret for a link. @throws when there is no answer. */
export async function show(url: string, { id, token }: Link, { headers = {}, agent }: Visit = {}): Promise<Answer> {
  const body = JSON.stringify({ token });
  const from = { 'x-forwarded-for': newAddress(), 'content-type': 'application/json', ...headers };
  return answered({ url: `${url}/p/${id}/session`, headers: from, body, ...(agent && { agent }) });
}

/** The cookie that an answer sets; '' without one. */
export function cookieOf({ headers }: Answer): string {
  const [cookie] = Array.isArray(headers['set-cookie']) ? headers['set-cookie'] : [];
  return String(cookie ?? '').split(';', 1)[0] ?? '';
}

/** Everything that an answer says, but for the time of day. */
export function bytesOf({ headers, status, text }: Answer): string {
  const { date: _date, ...rest } = headers;
  return JSON.stringify([status, rest, text]);
}

/** Headers that an answer lacks. */
export function missingHeaders(what: string, { headers }: Answer): string[] {
  const missing = Object.entries(HEADERS).filter(([name, value]) => !value.test(String(headers[name] ?? '')));
  const open = headers['access-control-allow-origin'] === undefined ? [] : [`${what}: open to other origins`];
  return [...missing.map(([name]) => `${what}: ${name} is not strict`), ...open];
}

/** A kept connection may be closed while something is sent on it: then it is sent again, as a browser does. */
async function answered(request: Parameters<typeof send>[0]): Promise<Answer> {
  for (let left = request.agent ? MOST_REPEATED : 0; ; left -= 1) {
    const reply = await send(request);
    if (reply.kind === 'answer') return reply;
    if (left === 0) throw new Error(`no answer: ${JSON.stringify(reply)}`);
  }
}
