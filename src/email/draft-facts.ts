import type { FACT_POLICY } from './fact-policy.ts';
import type { DraftBucket, Persona, SharedFactName, SharedFacts } from './known-facts.ts';

export type { DraftBucket, KnownFacts, Persona } from './known-facts.ts';

declare const allowed: unique symbol;

/** Facts that the policy lets this persona read at least sometimes. */
export type ReadableFactName<P extends Persona> = {
  [K in SharedFactName]: (typeof FACT_POLICY)[K][P] extends 'never' ? never : K;
}[SharedFactName];

/** What every draft may use: cleaned names and the sender's own offer. Absent = unknown. */
export interface DraftNames {
  readonly bucket: DraftBucket;
  /** 'YYYY-MM-DD'. */
  readonly asOf: string;
  readonly accountName: string;
  readonly recipientFirstName?: string;
  readonly senderName?: string;
  readonly productName?: string;
  readonly meetingDay?: string;
  readonly meetingMinutes: number;
  readonly setupMinutes: number;
}

/**
 * The facts one persona may read. A fact that the policy never shares with the persona has no field here,
 * and the brand leaves `allowedFacts` as the only way to make one.
 */
export type FactsFor<P extends Persona> = P extends Persona
  ? DraftNames & { readonly persona: P; readonly [allowed]: true } & {
      readonly [K in ReadableFactName<P>]?: SharedFacts[K];
    }
  : never;

export type DraftFacts = FactsFor<Persona>;
