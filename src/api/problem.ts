import { z } from 'zod';

/** The body of every refusal (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.string().describe('urn:cs-pulse:problem: and what is wrong, for programs.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong with which field, and what to do.'),
  })
  .meta({ id: 'Problem' });

const TITLES = {
  invalid: [400, 'The request is not valid'],
  unauthorized: [401, 'No valid read key'],
  forbidden: [403, 'This key may not read'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Only GET and HEAD are answered'],
  too_many: [429, 'Too many requests'],
  internal: [500, 'Something went wrong here'],
  unavailable: [503, 'Not available now'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;

export type ProblemKind = keyof typeof TITLES;

/** The statuses that are answered with a problem, with what they mean. */
export const PROBLEM_STATUSES = Object.values(TITLES);

/** A refusal; `detail` names the field and the remedy. */
export function problem(kind: ProblemKind, detail: string, headers: Readonly<Record<string, string>> = {}): Response {
  const [status, title] = TITLES[kind];
  const body = { type: `urn:cs-pulse:problem:${kind.replaceAll('_', '-')}`, title, status, detail };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}
