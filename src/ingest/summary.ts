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
  return items.flatMap((item) => ('signals' in item ? item.signals : []));
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
    const own = outcomes.slice(next, next + item.signals.length);
    next += item.signals.length;
    const refused = own.find((outcome) => outcome.status === 'rejected');
    if (refused?.status === 'rejected') {
      rejected.push({ index, code: refused.code, message: place(refused.message, index) });
    } else if (own.length > 0 && own.every((outcome) => outcome.status === 'duplicate')) duplicates++;
    else accepted++;
  }
  return { accepted, duplicates, rejected };
}

/** `events[3].timestamp: needs…`, or `events[3]: …` when the message names no field. */
export function placeInList(label: string): (message: string, index: number) => string {
  return (message, index) => `${label}[${index}]${/^[\w$.[\]]+: /.test(message) ? '.' : ': '}${message}`;
}
