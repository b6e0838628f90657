import type { Pool } from 'pg';
import { createReaderGate } from '../app/keys/admit-reader.ts';
import { type Reading, readAtHome } from '../app/reading.ts';
import { noteFailure } from '../http/failure.ts';
import type { TextStreams } from '../lib/text-streams.ts';
import { type ContextParts, contextOf } from './context.ts';
import { explainUnavailable } from './explain-unavailable.ts';

type Answer = (request: Request) => Promise<Response>;

/**
 * Programs that read the numbers with a key, by the path of the web framework under which they are answered. What
 * answers is loaded with the first question: nobody else waits for it.
 */
export function createReaders(
  parts: ContextParts,
  pool: Pool,
  streams: TextStreams,
  reading: Reading = readAtHome,
): Readonly<Record<string, Answer>> {
  const { config, log } = parts;
  const ctx = contextOf(parts, pool);
  const admit = createReaderGate({ ctx, input: {} });
  const explained = explainUnavailable(log);
  const explain = <T>(work: () => Promise<T>): Promise<T> => explained((run: () => Promise<T>) => run())(work);
  const failed = (error: unknown, method: string, path: string, id: string | null = null) =>
    noteFailure(log, error, { method, path, id: id ?? undefined }).message;
  const loadReadApi = async (): Promise<Answer> => {
    const { createReadApi } = await import('../api/read-api.ts');
    const onFailure = (error: unknown, { headers, method, url }: Request) =>
      failed(error, method, new URL(url).pathname, headers.get('x-request-id'));
    return createReadApi({ ctx, admit, streams, explain, onFailure, reading });
  };
  // One for all requests: it remembers which questions the audit knows of.
  let readApi: Promise<Answer> | undefined;
  return {
    '/v1/*': async (request) => {
      readApi ??= loadReadApi();
      return (await readApi)(request);
    },
    '/mcp': async (request) => {
      const { answerMcp } = await import('../mcp/http.ts');
      const onFailure = (error: unknown, tool: string) => failed(error, 'POST', `/mcp ${tool}`);
      return answerMcp(request, { ctx, admit, explain, onFailure, publicUrl: config.publicUrl, reading });
    },
  };
}
