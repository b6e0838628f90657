import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { AdmitReader } from '../app/keys/admit-reader.ts';
import type { VerifiedKey } from '../app/keys/verify-api-key.ts';
import { AppError } from '../lib/errors.ts';
import { keyRefusal } from '../published/key-refusal.ts';
import { readShortBody } from './read-short-body.ts';
import { refused } from './refused.ts';
import { createMcpServer, type McpDeps } from './server.ts';

export interface McpHttpDeps extends Omit<McpDeps, 'actor' | 'actorName'> {
  readonly admit: AdmitReader;
  /** The outside address; pages of any other origin are refused. */
  readonly publicUrl: string | null;
}

const LONGEST_BODY = 65_536;
/** Tokens of the key's rate per call. */
const COST = 10;
const RETRY_SECONDS = '5';

/**
 * `POST /mcp`, streamable HTTP without sessions: each request is answered by itself, in JSON, so that any replica can
 * answer. Rejects with errors of ours.
 */
export async function answerMcp(request: Request, deps: McpHttpDeps): Promise<Response> {
  if (request.method !== 'POST')
    return refused(405, 'method: send POST; there is no stream to listen to.', { allow: 'POST' });
  if (!mayComeFrom(request.headers.get('origin'), deps.publicUrl)) {
    return refused(
      403,
      'Origin: pages of other sites may not ask. Call from a program, or set PUBLIC_URL to this origin.',
    );
  }
  try {
    const admission = await deps.admit(request.headers.get('authorization'), COST);
    if (admission.kind === 'admitted') return await answerKey(request, admission.key, deps);
    const { detail, headers, status } = keyRefusal(admission);
    return refused(status, detail, headers);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refused(error.code === 'unavailable' ? 503 : 400, error.message, { 'retry-after': RETRY_SECONDS });
  }
}

async function answerKey(request: Request, key: VerifiedKey, deps: McpHttpDeps): Promise<Response> {
  const text = await readShortBody(request, LONGEST_BODY);
  if (text === null) return refused(413, `body: is longer than ${LONGEST_BODY} bytes; ask for one thing at a time.`);
  const body = parsed(text);
  if (body === undefined) return refused(400, 'body: is no JSON object; send one JSON-RPC message.');
  return exchange(request, body, { ...deps, actor: `key:${key.keyId}`, actorName: key.name });
}

async function exchange(request: Request, parsedBody: object, deps: McpDeps): Promise<Response> {
  const server = createMcpServer(deps);
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  try {
    await server.connect(transport);
    const response = await transport.handleRequest(request, { parsedBody });
    // All of it is there: what the server writes after its end would be lost.
    return new Response(await response.text(), { status: response.status, headers: headersOf(response) });
  } finally {
    await server.close();
  }
}

function headersOf(response: Response): Record<string, string> {
  const type = response.headers.get('content-type');
  return { 'cache-control': 'no-store', ...(type === null ? {} : { 'content-type': type }) };
}

function mayComeFrom(origin: string | null, publicUrl: string | null): boolean {
  return origin === null || (publicUrl !== null && origin === new URL(publicUrl).origin);
}

/** One message; a list of them would ask for many answers at the price of one. */
function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
