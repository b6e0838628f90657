import { createHmac } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** How the app answered one request. */
export type Delivery =
  | { kind: 'ok'; body: string; isJson: boolean }
  | { kind: 'refused'; status: number }
  | { kind: 'timeout' }
  | { kind: 'unreachable' };

const ACK_MS = 3_000;

/** A form-encoded request to the app: slash commands, and interactions under `payload`. */
export function deliverForm(context: WorkspaceContext, fields: Record<string, string>): Promise<Delivery> {
  return send(context, {
    body: new URLSearchParams(fields).toString(),
    type: 'application/x-www-form-urlencoded',
  });
}

export function deliverInteraction(context: WorkspaceContext, payload: JsonObject): Promise<Delivery> {
  return deliverForm(context, { payload: JSON.stringify(payload) });
}

export function deliverJson(context: WorkspaceContext, body: JsonObject): Promise<Delivery> {
  return send(context, { body: JSON.stringify(body), type: 'application/json' });
}

/**
 * Signs as Slack does: v0 = HMAC-SHA256 of `v0:timestamp:body`. The timestamp is the real clock's, because the app
 * compares it with its own.
 */
async function send(context: WorkspaceContext, request: { body: string; type: string }): Promise<Delivery> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const base = `v0:${timestamp}:${request.body}`;
  const signature = createHmac('sha256', context.options.signingSecret).update(base).digest('hex');
  try {
    const response = await fetch(new URL('/slack/events', context.options.appUrl), {
      method: 'POST',
      headers: {
        'content-type': request.type,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      },
      body: request.body,
      signal: AbortSignal.timeout(ACK_MS),
    });
    const body = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('application/json');
    return response.ok ? { kind: 'ok', body, isJson } : { kind: 'refused', status: response.status };
  } catch (error) {
    const isTimeout = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
    return { kind: isTimeout ? 'timeout' : 'unreachable' };
  }
}

/** Words for a request that the app did not take, in the manner of Slack's own. */
export function failureWords(context: WorkspaceContext, what: string, delivery: Delivery): string {
  const name = context.bot.name;
  switch (delivery.kind) {
    case 'timeout':
      return `${what} failed with the error “operation_timeout”: ${name} did not respond within 3 seconds.`;
    case 'unreachable':
      return `${what} failed with the error “dispatch_failed”: ${name} did not respond. It may still be starting; try again in a moment.`;
    case 'refused':
      return `${what} failed with the error “dispatch_failed”: ${name} answered with HTTP ${delivery.status}.`;
    default:
      return '';
  }
}
