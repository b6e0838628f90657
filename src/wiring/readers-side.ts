import type { Pool } from 'pg';
import { createReadApi } from '../api/read-api.ts';
import { createReaderGate } from '../app/keys/admit-reader.ts';
import { noteFailure } from '../http/failure.ts';
import { type ContextParts, contextOf } from './context.ts';
import { explainUnavailable } from './explain-unavailable.ts';

type Answer = (request: Request) => Promise<Response>;

/** Programs that read the numbers with a key, by the path of the web framework under which they are answered. */
export function createReaders(parts: ContextParts, pool: Pool): Readonly<Record<string, Answer>> {
  const { log } = parts;
  const ctx = contextOf(parts, pool);
  const deps = {
    ctx,
    admit: createReaderGate({ ctx, input: {} }),
    explain: explainUnavailable(log)((work: () => Promise<Response>) => work()),
    onFailure: (error: unknown, { headers, method, url }: Request) =>
      noteFailure(log, error, { method, path: new URL(url).pathname, id: headers.get('x-request-id') ?? undefined })
        .message,
  };
  return { '/v1/*': createReadApi(deps) };
}
