import { SAMPLE_HEADER } from '../ingest/samples/set-apart.ts';
import { messageOf } from '../lib/errors.ts';
import type { SampleWay } from './sample-ways.ts';

const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 65_536;

/** What came back. */
export type SampleAnswer =
  | { readonly reached: false; readonly reason: string; readonly milliseconds: number }
  | {
      readonly reached: true;
      readonly milliseconds: number;
      readonly status: number;
      /** The JSON of the answer; null for anything else. */
      readonly body: unknown;
      /** The server knew the sample and kept nothing. */
      readonly takenBack: boolean;
      readonly location: string | null;
      /** Whole seconds by which the clock there is ahead of ours, to about one; null: it does not say. */
      readonly clockAhead: number | null;
    };

/** Sends a sample over HTTP, following no redirect: vendors follow none, and what proves us stays where it was sent. */
export async function sendSample(way: SampleWay, now: () => Date): Promise<SampleAnswer> {
  const sentAt = now();
  const spent = (): number => Math.max(0, now().getTime() - sentAt.getTime());
  const body = way.body(sentAt);
  try {
    const response = await fetch(way.url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...way.headers(body, sentAt) },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      reached: true,
      milliseconds: spent(),
      status: response.status,
      body: text.length > LONGEST_ANSWER ? null : jsonOf(text),
      takenBack: response.headers.has(SAMPLE_HEADER),
      location: response.headers.get('location'),
      clockAhead: Number.isNaN(date) ? null : Math.round((date - now().getTime()) / 1000),
    };
  } catch (error) {
    return { reached: false, reason: reasonOf(error), milliseconds: spent() };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return [code, messageOf(cause)].filter((part) => part !== '').join(': ');
}
