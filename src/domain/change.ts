import type { CapKey, ComponentKey, ComponentResult, HealthAssessment } from './assessment.ts';
import type { Day } from './day.ts';
import type { HealthDefinition } from './definition.ts';
import type { AccountFacts } from './facts.ts';

/** What moved a score. `late_data` is any change between two revisions of one day. */
export type ChangeKind = 'behaviour' | 'coverage' | 'definition' | 'cap' | 'override' | 'late_data';

/** The rules of a stored score: their hash and, where they are kept, the rules themselves. */
export interface Rules {
  readonly hash: string;
  readonly health: HealthDefinition | null;
  /** Names of the rule that made people active, and of who and what counted at all; absent where they are not kept. */
  readonly activity?: { readonly rule: string; readonly eligible: string } | undefined;
}

/** One side of a comparison: a stored score with what it was made from. */
export interface ScoredFacts {
  readonly day: Day;
  readonly facts: AccountFacts;
  readonly health: HealthAssessment;
  readonly definition: Rules;
  /** Per mille. */
  readonly fleetFactor: number;
}

/** What a component measured, and what that was worth. */
export type Measurement = Pick<ComponentResult, 'evidence' | 'subHundredths'>;

/** One part of a change, in tenths of a point. */
export interface ChangeTerm {
  readonly key: ComponentKey | CapKey | 'definition' | 'override';
  readonly kind: ChangeKind;
  readonly pointsTenths: number;
  /** Of a component: null where it was not measured. */
  readonly before: Measurement | null;
  /** Of a component: null where it is not measured any more. */
  readonly after: Measurement | null;
}
