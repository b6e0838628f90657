import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../lib/errors.ts';

/** What a request is answered with: JSON, and headers besides its type and length. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const RETRY_SECONDS = '5';
/** So much of a body that nobody reads is taken off the connection, so that the next request can use it. */
const MOST_UNREAD = 524_288;

/** A refusal in the form that all errors have. */
export function refusal(status: number, code: string, message: string, headers?: Answer['headers']): Answer {
  return { status, body: { code, message }, headers };
}

/** What an expected failure is answered with. @throws the error when it is not expected. */
export function refusalOf(error: unknown): Answer {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'invalid') return refusal(400, 'invalid', error.message);
  if (error.code !== 'unavailable') throw error;
  return refusal(503, 'unavailable', error.message, { 'retry-after': RETRY_SECONDS });
}

/** Writes an answer; a body that was not read and may be long ends the connection. */
export function send(request: IncomingMessage, response: ServerResponse, { body, headers, status }: Answer): void {
  const text = JSON.stringify(body);
  if (!request.readableEnded && mayBeLong(request)) response.setHeader('connection', 'close');
  const length = Buffer.byteLength(text);
  // A text leaves in one write with its headers; bytes would take two.
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': length, ...headers }).end(text);
}

function mayBeLong({ headers }: IncomingMessage): boolean {
  const declared = headers['content-length'];
  return declared === undefined ? headers['transfer-encoding'] !== undefined : Number(declared) > MOST_UNREAD;
}
