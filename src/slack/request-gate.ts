import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody } from '../lib/read-body.ts';
import { createSeenKeys } from './seen-keys.ts';

const BODY_LIMIT = 512 * 1024;
const WINDOW_S = 300;
const FORM = 'application/x-www-form-urlencoded';
const INTERACTIONS = [
  'block_actions',
  'view_submission',
  'view_closed',
  'block_suggestion',
  'shortcut',
  'message_action',
];
const REMEMBERED = 200_000;

interface BodyRequest extends IncomingMessage {
  rawBody?: Buffer;
  /** In ms, as `performance.now()` counts. */
  receivedAt?: number;
}

export interface GateOptions {
  readonly signingSecret: string;
  readonly next: RequestListener;
  readonly now?: () => number;
}

/**
 * Stands before Bolt's receiver and lets through only what Slack signed within five minutes, once, in a shape that Bolt
 * can read. Bolt itself accepts times in the future, other spellings of the time and the same request again.
 */
export function createRequestGate({ signingSecret, next, now = Date.now }: GateOptions): RequestListener {
  const signatures = createSeenKeys({ ttlMs: 2 * WINDOW_S * 1000, max: REMEMBERED, now });
  return async (request: BodyRequest, response) => {
    request.receivedAt = performance.now();
    if (request.method !== 'POST') return end(response, 404);
    const body = await bodyOf(request, response);
    if (body === null) return;
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const text = body.toString();
    if (type === FORM && new URLSearchParams(text).get('ssl_check') === '1') return end(response, 200);
    const signature = validSignature(request, text, { signingSecret, now });
    if (signature === null || signatures.check(signature)) return end(response, 401);
    const verdict = verdictOf(type, text);
    if (verdict !== 'pass') return end(response, verdict === 'ignore' ? 200 : 400);
    request.headers['content-type'] = type;
    request.rawBody = body;
    try {
      next(request, response);
    } catch {
      end(response, 404);
    }
  };
}

/** When the gate was given a request, as `performance.now()` counts; now for one that did not come through it. */
export function receivedAt(request: object): number {
  return 'receivedAt' in request && typeof request.receivedAt === 'number' ? request.receivedAt : performance.now();
}

/** The signature's hex digits when they are Slack's for this body and time, else null. */
function validSignature(
  request: IncomingMessage,
  body: string,
  { signingSecret, now }: { readonly signingSecret: string; readonly now: () => number },
): string | null {
  const time = request.headers['x-slack-request-timestamp'];
  const given = request.headers['x-slack-signature'];
  if (typeof time !== 'string' || !/^\d{1,12}$/.test(time)) return null;
  if (typeof given !== 'string' || !/^v0=[0-9a-f]{64}$/.test(given)) return null;
  if (Math.abs(now() / 1000 - Number(time)) > WINDOW_S) return null;
  const expected = createHmac('sha256', signingSecret).update(`v0:${time}:${body}`).digest('hex');
  return timingSafeEqual(Buffer.from(given.slice(3)), Buffer.from(expected)) ? expected : null;
}

/** Whether Bolt can read it; `ignore` = Slack's, but of a kind that this app does not have. */
function verdictOf(type: string, text: string): 'pass' | 'ignore' | 'malformed' {
  const body = parseBody(type, text);
  if (body === null) return 'malformed';
  if (body['type'] === 'url_verification') return 'pass';
  if (typeof body['command'] === 'string') return isId(body['user_id']) ? 'pass' : 'malformed';
  if (body['type'] === 'event_callback') return isObject(body['event']) ? 'pass' : 'malformed';
  if (typeof body['type'] !== 'string' || !INTERACTIONS.includes(body['type'])) return 'ignore';
  if (!isObject(body['user']) || !isId(body['user']['id'])) return 'malformed';
  return hasTarget(body) ? 'pass' : 'malformed';
}

/** Bolt finds the listener by this id; without one the request would hang for three seconds. */
function hasTarget(body: Record<string, unknown>): boolean {
  const { type, view, actions, action_id: actionId, callback_id: callbackId } = body;
  switch (type) {
    case 'block_actions':
      return Array.isArray(actions) && isObject(actions[0]) && typeof actions[0]['action_id'] === 'string';
    case 'block_suggestion':
      return typeof actionId === 'string';
    case 'view_submission':
    case 'view_closed':
      return isObject(view) && typeof view['callback_id'] === 'string' && typeof view['id'] === 'string';
    default:
      return typeof callbackId === 'string';
  }
}

function parseBody(type: string, text: string): Record<string, unknown> | null {
  try {
    if (type !== FORM) return objectOrNull(JSON.parse(text));
    const form = new URLSearchParams(text);
    const payload = form.get('payload');
    return payload === null ? Object.fromEntries(form) : objectOrNull(JSON.parse(payload));
  } catch {
    return null;
  }
}

/** The body, or null after an answer was given or the connection is gone. */
async function bodyOf(request: IncomingMessage, response: ServerResponse): Promise<Buffer | null> {
  try {
    const body = await readBody(request, BODY_LIMIT);
    if (body !== null) return body;
    response.setHeader('connection', 'close');
    end(response, 413);
  } catch {
    end(response, 400);
  }
  return null;
}

function end(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status);
  response.end();
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 64;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOrNull(value: unknown): Record<string, unknown> | null {
  return isObject(value) ? value : null;
}
