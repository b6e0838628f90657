import type { ComponentDefinition, HealthDefinition } from '../definition.ts';
import type { AccountFacts } from '../facts.ts';
import type { Metric } from './component.ts';
import { COMPONENTS } from './components/index.ts';

export interface Measured {
  readonly definition: ComponentDefinition;
  readonly metric: Metric | null;
}

/** Every component of the definition with its metric, in definition order. */
export function measure(facts: AccountFacts, definition: HealthDefinition, fleetFactor: number): Measured[] {
  const input = { facts, noise: definition.trend.noise, fleetFactor };
  return definition.components.map((component) => ({
    definition: component,
    metric: COMPONENTS[component.key].metric(input),
  }));
}

/** The present components' share of all weights in whole percent, rounded down. */
export function coverageOf(measured: readonly Measured[]): number {
  let present = 0;
  let all = 0;
  for (const { definition, metric } of measured) {
    all += definition.weight;
    if (metric !== null) present += definition.weight;
  }
  return all === 0 ? 0 : Math.floor((100 * present) / all);
}
