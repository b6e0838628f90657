import type { ActiveDefinition } from '../../domain/active/definition.ts';
import type { EventRules } from '../../store/correct-activity.ts';

type Rules = Pick<ActiveDefinition, 'exclude' | 'surfaces'>;

/** The names of events and surfaces by which the configuration tells activity from other events. */
export function namesOfRules({ exclude, surfaces }: Rules): readonly string[] {
  return [...exclude.events, ...(surfaces ?? [])];
}

/** What the configuration says of events, by the numbers of their names. */
export function eventRules({ exclude, surfaces }: Rules, names: ReadonlyMap<string, number>): EventRules {
  const numbers = (list: readonly string[]): number[] => list.flatMap((name) => names.get(name) ?? []);
  return { excludedNames: numbers(exclude.events), surfaces: surfaces && numbers(surfaces) };
}
