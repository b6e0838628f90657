import type { ActiveDefinition } from '../../domain/active/definition.ts';
import type { HealthDefinition, UtilizationDefinition } from '../../domain/definition.ts';

/** Rules in the shape of the settings file: what is printed can be read again. */
export function rulesDocument({
  health,
  utilization,
  active,
}: {
  readonly health: HealthDefinition;
  readonly utilization: UtilizationDefinition;
  readonly active: ActiveDefinition;
}): object {
  return { definition: health, utilization, active: activeDocument(active) };
}

function activeDocument({ window_days, rule, surfaces, exclude, roles }: ActiveDefinition): object {
  const { kind, ...how } = rule;
  return {
    window_days,
    rule: kind === 'any_event' ? kind : { [kind]: how },
    ...(surfaces === null ? {} : { surfaces }),
    exclude,
    ...(roles === null ? {} : { roles: { [roles.kind]: roles.names } }),
  };
}
