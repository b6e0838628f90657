import { z } from 'zod';
import type { SampleWay } from './sample-ways.ts';
import type { SampleAnswer } from './send-sample.ts';

/** What a test showed. */
export interface SampleVerdict {
  readonly state: 'ok' | 'problem' | 'unreachable';
  readonly text: string;
  /** What to do; null when all is well. */
  readonly remedy: string | null;
  /** Items that were accepted; null when the answer was no answer of ours. */
  readonly accepted: number | null;
}

const summarySchema = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(z.object({ code: z.string(), message: z.string() })),
});
const refusalSchema = z.object({ code: z.string(), message: z.string() });
/** Signatures count for five minutes; seconds of difference are usual. */
const CLOCK_SECONDS = 60;

/** What an answer means, and what to do about it. */
export function sampleVerdict(way: Pick<SampleWay, 'proof' | 'url' | 'variable'>, answer: SampleAnswer): SampleVerdict {
  if (!answer.reached) {
    const remedy = 'keep "cs-pulse start" running, and let PUBLIC_URL, PORT or --url name its address';
    return { state: 'unreachable', text: `nothing answered (${answer.reason})`, remedy, accepted: null };
  }
  const summary = summarySchema.safeParse(answer.body);
  if (answer.status < 300 && summary.success) return takenVerdict(answer, summary.data);
  const refusal = refusalSchema.safeParse(answer.body);
  if (!refusal.success) return strangerVerdict(answer);
  const { message } = refusal.data;
  const state = answer.status === 503 ? 'unreachable' : 'problem';
  return { state, text: `${answer.status}: ${message}`, remedy: remedyFor(way, answer), accepted: null };
}

type Reached = Extract<SampleAnswer, { reached: true }>;

function takenVerdict({ status, takenBack }: Reached, summary: z.infer<typeof summarySchema>): SampleVerdict {
  const { accepted, rejected } = summary;
  const [first] = rejected;
  if (first !== undefined) {
    const remedy = 'let this command and the server have the same version and the same cs-pulse.config.yaml';
    return { state: 'problem', text: `${status}, but refused: ${first.message}`, remedy, accepted };
  }
  if (takenBack) return { state: 'ok', text: `${status}, accepted ${accepted}`, remedy: null, accepted };
  return {
    state: 'problem',
    text: `${status}, but the server does not know samples: the account of the test may be there now`,
    remedy: 'bring the server to the version of this command',
    accepted,
  };
}

function strangerVerdict({ location, status }: Reached): SampleVerdict {
  const isMoved = status >= 300 && status < 400;
  const text = isMoved
    ? `${status}: leads to ${location ?? 'another address'}, where senders do not follow`
    : `${status}, but it is not cs-pulse that answers`;
  const remedy = isMoved
    ? 'use that address itself, for the sender, PUBLIC_URL and --url'
    : 'let PUBLIC_URL or --url name its address, and the proxy pass the path and the headers on';
  return { state: 'problem', text, remedy, accepted: null };
}

function remedyFor({ proof, url, variable }: Pick<SampleWay, 'proof' | 'url' | 'variable'>, answer: Reached): string {
  const { clockAhead, status } = answer;
  if (status === 404)
    return `the server has no ${variable}, or was started before it was set: set it there and restart`;
  if (status === 503) return 'its database is away: see "cs-pulse doctor"';
  if (status !== 401) return 'see the log of the server';
  if (proof === 'ingest key') return `put a valid ingest key into ${variable}: "cs-pulse keys list" shows which are`;
  if (clockAhead !== null && Math.abs(clockAhead) > CLOCK_SECONDS) {
    const direction = clockAhead > 0 ? 'ahead of' : 'behind';
    return `set the clocks: the one of the server is ${Math.abs(clockAhead)} s ${direction} the one here`;
  }
  const address = url.endsWith('/hubspot') ? ', and the same PUBLIC_URL, which is signed too' : '';
  return `give the server the ${variable} of this environment${address}, and restart it`;
}
