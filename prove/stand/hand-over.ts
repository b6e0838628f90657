import type { Agent } from 'node:http';
import { signedHeaders } from '../../test/support/fake-slack.ts';
import { type Reply, send } from './request.ts';
import { SIGNING_SECRET } from './slack.ts';

/** Slack waits no longer for its acknowledgement. */
const ACK_MS = 3000;

export interface HandedOver {
  readonly reply: Reply;
  readonly ms: number;
}

/** Sends a form as Slack does, signed with the secret of the stand. */
export async function handOver(
  url: string,
  form: Readonly<Record<string, string>>,
  agent?: Agent,
): Promise<HandedOver> {
  const body = new URLSearchParams(form).toString();
  const headers = { ...signedHeaders(SIGNING_SECRET, body), 'content-type': 'application/x-www-form-urlencoded' };
  const started = performance.now();
  const reply = await send({ url: `${url}/slack/events`, headers, body, timeoutMs: ACK_MS, ...(agent && { agent }) });
  return { reply, ms: performance.now() - started };
}
