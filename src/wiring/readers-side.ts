import type { Pool } from 'pg';
import { createReadApi } from '../api/read-api.ts';
import { createReaderGate } from '../app/keys/admit-reader.ts';
import { noteFailure } from '../http/failure.ts';
import { type ContextParts, contextOf } from './context.ts';
import { explainUnavailable } from './explain-unavailable.ts';

type Answer = (request: Request) => Promise<Response>;

/** Programs that read the numbers with a key, by the path of the web framework under which they are answered. */
export function createReaders(parts: ContextParts, pool: Pool): Readonly<Record<string, Answer>> {
  const { config, log } = parts;
  const ctx = contextOf(parts, pool);
  const admit = createReaderGate({ ctx, input: {} });
  const explained = explainUnavailable(log);
  const explain = <T>(work: () => Promise<T>): Promise<T> => explained((run: () => Promise<T>) => run())(work);
  return {
    '/v1/*': createReadApi({
      ctx,
      admit,
      explain,
      onFailure: (error, { headers, method, url }) =>
        noteFailure(log, error, { method, path: new URL(url).pathname, id: headers.get('x-request-id') ?? undefined })
          .message,
    }),
    '/mcp': async (request) => {
      // Loaded when the first agent asks: nobody else waits for it.
      const { answerMcp } = await import('../mcp/http.ts');
      const onFailure = (error: unknown, tool: string) =>
        noteFailure(log, error, { method: 'POST', path: `/mcp ${tool}` }).message;
      return answerMcp(request, { ctx, admit, explain, onFailure, publicUrl: config.publicUrl });
    },
  };
}
