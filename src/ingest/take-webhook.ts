import type { IncomingMessage } from 'node:http';
import { type Answer, refusal } from './answer.ts';
import type { IngestDeps } from './deps.ts';
import { parseBody } from './parse-body.ts';
import { headerOf, requestHeaders } from './request-headers.ts';
import { WEBHOOK_LIMITS } from './scan-json.ts';
import type { Source } from './source.ts';
import { sources } from './sources/index.ts';
import { storeDelivery } from './store-delivery.ts';
import { takeBody } from './take-body.ts';

const WEBHOOK_BYTES = 524_288;
const WEBHOOKS: ReadonlyMap<string, Source> = new Map(
  Object.entries(sources).filter(([, source]) => source.verify !== null),
);

/** A signed delivery of the vendor with this name: stored once. @throws AppError. */
export async function takeWebhook(request: IncomingMessage, deps: IngestDeps, name: string): Promise<Answer> {
  const source = WEBHOOKS.get(name);
  const secrets = source ? (deps.secrets[source.name] ?? []) : [];
  if (!source?.verify || secrets.length === 0) {
    return refusal(404, 'not_found', 'There is nothing at this address.');
  }
  const raw = await takeBody(request, WEBHOOK_BYTES);
  if (!Buffer.isBuffer(raw)) return raw;
  const headers = requestHeaders(request);
  const url = outsideUrl(request, deps.publicUrl);
  const now = deps.now();
  if (!(await source.verify({ raw, headers, method: 'POST', url, secrets, now }))) {
    const message = 'The signature is missing, wrong, or not of the last five minutes.';
    return refusal(401, 'unauthorized', message);
  }
  const payload = parseBody(raw, WEBHOOK_LIMITS);
  const parsed = source.parse({ payload, headers, receivedAt: now, settings: deps });
  const stored = await storeDelivery(deps, source, parsed);
  const { rejected } = stored.summary;
  // A rejected item is not better the next time: an error would only make the vendor repeat it.
  if (rejected.length > 0) {
    // Messages may repeat what was sent.
    const which = rejected.slice(0, 5).map(({ code, index }) => ({ index, code }));
    deps.log.warn({ source: source.name, rejected: rejected.length, which }, 'webhook items rejected');
  }
  return { status: 200, body: stored.summary, headers: stored.headers };
}

/** The address as the vendor called it: where a proxy stands in front of us, the proxy's. */
function outsideUrl(request: IncomingMessage, publicUrl: string | null | undefined): string {
  const base = publicUrl ? publicUrl.replace(/(?<!\/)\/+$/, '') : `http://${headerOf(request, 'host') ?? ''}`;
  return `${base}${request.url ?? ''}`;
}
