import type { RecordOutcome } from '../app/record/record-signals.ts';
import type { Signal } from '../domain/signal.ts';
import type { ParsedItem } from './source.ts';

export interface Rejection {
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

/** What became of the items of a body: the answer after COMMIT. */
export interface IngestSummary {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly Rejection[];
}

/** The signals of all items that could be read. */
export function signalsOf(items: readonly ParsedItem[]): Signal[] {
  const signals: Signal[] = [];
  for (const item of items) if ('signals' in item) signals.push(...item.signals);
  return signals;
}

/**
 * One result per item out of one outcome per signal: rejected when any of its signals was, a duplicate when all were.
 * @param place puts a message at the item with that index, as the sender counts.
 */
export function summarize(
  items: readonly ParsedItem[],
  outcomes: readonly RecordOutcome[],
  place: (message: string, index: number) => string,
): IngestSummary {
  let accepted = 0;
  let duplicates = 0;
  let next = 0;
  const rejected: Rejection[] = [];
  for (const [index, item] of items.entries()) {
    if (!('signals' in item)) {
      rejected.push({ index, code: item.code, message: place(item.message, index) });
      continue;
    }
    const from = next;
    next += item.signals.length;
    const outcome = outcomeOf(outcomes, from, next);
    if (outcome === 'accepted') accepted++;
    else if (outcome === 'duplicate') duplicates++;
    else rejected.push({ index, code: outcome.code, message: place(outcome.message, index) });
  }
  return { accepted, duplicates, rejected };
}

type Refused = Extract<RecordOutcome, { readonly status: 'rejected' }>;

function outcomeOf(outcomes: readonly RecordOutcome[], from: number, to: number): Refused | 'accepted' | 'duplicate' {
  let duplicates = 0;
  for (let at = from; at < to; at++) {
    const outcome = outcomes[at];
    if (outcome?.status === 'rejected') return outcome;
    if (outcome?.status === 'duplicate') duplicates++;
  }
  return to > from && duplicates === to - from ? 'duplicate' : 'accepted';
}

/** `events[3].timestamp: needs…`, or `events[3]: …` when the message names no field. */
export function placeInList(label: string): (message: string, index: number) => string {
  return (message, index) => `${label}[${index}]${/^[\w$.[\]]+: /.test(message) ? '.' : ': '}${message}`;
}
