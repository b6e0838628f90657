import type { FactsFor, Persona } from '../draft-facts.ts';

/** One wording. Every part is optional to the facts: a part whose fact is unknown is null and falls away. */
export interface Template<P extends Persona> {
  /** Unique within bucket and persona; stays once published, for drafts refer to it. */
  readonly name: string;
  readonly label: string;
  readonly subject: (facts: FactsFor<P>) => string;
  /** Paragraphs: each a list of sentences. */
  readonly body: (facts: FactsFor<P>) => readonly (readonly (string | null | undefined | false)[])[];
}

/** Why there is nothing to write to a persona about a bucket, for the person who wanted to. */
export interface Refusal {
  readonly refused: string;
}

/** What a bucket offers: for every persona a default wording, then others, or the reason why there is none. */
export type BucketTemplates = {
  readonly [P in Persona]: readonly [Template<P>, ...Template<P>[]] | Refusal;
};
