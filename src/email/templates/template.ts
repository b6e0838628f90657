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

/** What a bucket offers: for every persona a default wording, then others. */
export type BucketTemplates = {
  readonly [P in Persona]: readonly [Template<P>, ...Template<P>[]];
};
