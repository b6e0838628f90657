import type { ComponentKey } from '../assessment.ts';
import type { AccountFacts } from '../facts.ts';
import type { ComponentEvidence } from './evidence.ts';

export interface MetricInput {
  readonly facts: AccountFacts;
  /** The definition's `trend.noise`. */
  readonly noise: number;
  /** Per mille. */
  readonly fleetFactor: number;
}

/** The exact metric value `num / den` (`den` above 0) and the numbers it came from. */
export interface Metric {
  readonly num: bigint;
  readonly den: bigint;
  readonly evidence: ComponentEvidence;
}

/** One input to the score. `metric` is null when it cannot be measured; its weight then goes to the others. */
export interface Component {
  readonly key: ComponentKey;
  readonly label: string;
  readonly metric: (input: MetricInput) => Metric | null;
}
