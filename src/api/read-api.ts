import { audit } from '../app/audit/audit.ts';
import type { Context } from '../app/context.ts';
import type { AdmitReader } from '../app/keys/admit-reader.ts';
import type { VerifiedKey } from '../app/keys/verify-api-key.ts';
import { type Reading, readAtHome } from '../app/reading.ts';
import { AppError, type ErrorCode } from '../lib/errors.ts';
import type { TextStreams } from '../lib/text-streams.ts';
import { keyRefusal } from '../published/key-refusal.ts';
import { answerOf } from './answer.ts';
import { ENDPOINTS } from './endpoints/index.ts';
import { type Asked, accountIdOf, findEndpoint } from './find-endpoint.ts';
import { createNoteOnce, type NoteOnce } from './noted.ts';
import { openApiText } from './openapi.ts';
import { type ProblemKind, problem } from './problem.ts';

export interface ReadApiDeps {
  readonly ctx: Context;
  /** Where the numbers are read; without it, by `ctx`. */
  readonly reading?: Reading | undefined;
  readonly admit: AdmitReader;
  /** Write the answers that hold many accounts. */
  readonly streams: TextStreams;
  /** Turns an error of a database that is away into AppError `unavailable`. */
  readonly explain: (work: () => Promise<Response>) => Promise<Response>;
  /** Logs an unexpected error; what may be told outside. */
  readonly onFailure: (error: unknown, request: Request) => string;
}

/** Answers requests for `/v1/…`; never rejects. */
export type ReadApi = (request: Request) => Promise<Response>;

const DESCRIPTION = '/v1/openapi.json';
const RETRY_SECONDS = '5';
const LONGEST_QUERY = 200;

const PROBLEMS: Readonly<Record<ErrorCode, ProblemKind>> = {
  invalid: 'invalid',
  not_found: 'not_found',
  forbidden: 'forbidden',
  ambiguous: 'invalid',
  conflict: 'invalid',
  unavailable: 'unavailable',
};

/** The read API: the numbers of the product for holders of a read key, as JSON and CSV. */
export function createReadApi(deps: ReadApiDeps): ReadApi {
  const noteOnce = createNoteOnce(deps.ctx.now);
  return async (request) => {
    const response = await deps
      .explain(() => answer(request, { ...deps, noteOnce }))
      .catch((error: unknown) => refusal(error, request, deps));
    return request.method === 'HEAD' ? new Response(null, response) : response;
  };
}

async function answer(request: Request, deps: ReadApiDeps & { readonly noteOnce: NoteOnce }): Promise<Response> {
  const { path, search } = addressOf(request.url);
  const asked = path === DESCRIPTION ? DESCRIPTION : findEndpoint(ENDPOINTS, path);
  if (asked === null)
    return problem('not_found', `path: there is nothing at this address; ${DESCRIPTION} lists what is.`);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return problem('method_not_allowed', 'method: send GET or HEAD; nothing can be changed here.', {
      allow: 'GET, HEAD',
    });
  }
  if (asked === DESCRIPTION) return new Response(openApiText(), { headers: { 'content-type': 'application/json' } });
  const admission = await deps.admit(request.headers.get('authorization'), asked.endpoint.cost);
  if (admission.kind !== 'admitted') {
    const { detail, headers, kind } = keyRefusal(admission);
    return problem(kind, detail, headers);
  }
  const accountId = accountIdOf(asked);
  const { reading = readAtHome } = deps;
  const found = await reading(deps.ctx, (ctx) =>
    asked.endpoint.find({ ctx, accountId, search: new URLSearchParams(search) }),
  );
  const question = { asked, accountId, search };
  const { keyId } = admission.key;
  await deps.noteOnce(JSON.stringify([keyId, asked.endpoint.path, asked.isCsv, accountId, search]), () =>
    record(deps.ctx, admission.key, question),
  );
  return answerOf({ request, isCsv: asked.isCsv }, found, deps);
}

/** The path and the query as they were sent: a URL object would read some percent signs. */
function addressOf(url: string): { readonly path: string; readonly search: string } {
  const [, path = '', search = ''] = /^[a-z]+:\/\/[^/?#]*([^?#]*)\??([^#]*)/i.exec(url) ?? [];
  return { path, search };
}

/** Keeps who looked at what; without it there is no answer. */
async function record(
  ctx: Context,
  key: VerifiedKey,
  { asked, accountId, search }: { readonly asked: Asked; readonly accountId: string; readonly search: string },
): Promise<void> {
  const { path } = asked.endpoint;
  const actor = `key:${key.keyId}`;
  const detail = {
    key: key.name,
    command: `GET ${path}${asked.isCsv ? '.csv' : ''}`,
    text: search.slice(0, LONGEST_QUERY),
  };
  const one = accountId === '' ? {} : { accountId };
  await audit({ ctx, input: { actor, action: accountId === '' ? 'asked' : 'account_viewed', ...one, detail } });
}

function refusal(error: unknown, request: Request, { onFailure }: ReadApiDeps): Response {
  if (!(error instanceof AppError)) return problem('internal', onFailure(error, request));
  const kind = PROBLEMS[error.code];
  return problem(kind, error.message, kind === 'unavailable' ? { 'retry-after': RETRY_SECONDS } : {});
}
