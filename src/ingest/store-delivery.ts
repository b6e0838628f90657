import type { Answer } from './answer.ts';
import type { IngestDeps } from './deps.ts';
import { SAMPLE_HEADER, setApart } from './samples/set-apart.ts';
import type { ParsedDelivery, Source } from './source.ts';
import { type IngestSummary, placeInList, signalsOf, summarize } from './summary.ts';

export interface StoredDelivery {
  readonly summary: IngestSummary;
  readonly headers: Answer['headers'];
}

/** Stores what a delivery says, or only rehearses it when it is a sample. */
export async function storeDelivery(deps: IngestDeps, source: Source, parsed: ParsedDelivery): Promise<StoredDelivery> {
  const { delivery, isSample } = setApart(parsed);
  const signals = signalsOf(delivery.items);
  const verb = isSample ? deps.rehearse : deps.record;
  const outcomes = signals.length === 0 ? [] : await verb(source.name, signals, delivery.delivery);
  const summary = summarize(delivery.items, outcomes, placeInList(source.name));
  if (!isSample) deps.onTaken?.(source.name, summary, signals);
  return { summary, headers: isSample ? { [SAMPLE_HEADER]: 'taken-back' } : undefined };
}
