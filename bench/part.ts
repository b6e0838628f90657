import type { Figure } from './figure.ts';

export interface PartOptions {
  /** Where seeded databases are kept for the whole run. */
  readonly dataDir: string;
  readonly say: (line: string) => void;
}

/** One part of the bench; each can be measured alone. */
export interface Part {
  readonly name: string;
  /** What it measures, for `--list`. */
  readonly about: string;
  /** Left out where no part is named. */
  readonly onlyWhenAsked?: true | undefined;
  readonly measure: (options: PartOptions) => Promise<Measured>;
}

export interface Measured {
  readonly figures: readonly Figure[];
  /** What a reader of the figures must know: what was left out, on what data. */
  readonly notes?: readonly string[] | undefined;
  /** For the stored result. */
  readonly details?: unknown;
}
