import type { ComponentDefinition, HealthDefinition, Range, Segment, SegmentMatch } from '../definition.ts';
import type { AccountFacts } from '../facts.ts';

/** The rules of one account. */
export interface AppliedRules {
  readonly rules: HealthDefinition;
  /** Name of the segment, or its position (`#1`); null: the definition as it stands. */
  readonly segment: string | null;
}

/** What segments are told apart by. */
type SegmentFacts = Pick<AccountFacts, 'plan' | 'industry' | 'paid_seats' | 'age_days'>;

const DAYS_PER_MONTH = 30;

const resolved = new WeakMap<HealthDefinition, readonly AppliedRules[]>();

/** The rules that an account is under: the first segment that matches its facts, else the definition as it stands. */
export function definitionFor(facts: SegmentFacts, definition: HealthDefinition): AppliedRules {
  const index = definition.segments.findIndex(({ match }) => matches(facts, match));
  return rulesOf(definition).at(index) ?? { rules: definition, segment: null };
}

// In the order of the segments, the definition itself last. Kept, because a curve is made exact once per object and a
// portfolio asks for the same few a hundred thousand times.
function rulesOf(definition: HealthDefinition): readonly AppliedRules[] {
  const known = resolved.get(definition);
  if (known !== undefined) return known;
  const made = [
    ...definition.segments.map((segment, index) => ({
      rules: overridden(definition, segment),
      segment: segment.name ?? `#${index + 1}`,
    })),
    { rules: definition, segment: null },
  ];
  resolved.set(definition, made);
  return made;
}

function overridden(definition: HealthDefinition, segment: Segment): HealthDefinition {
  const componentOf = (own: ComponentDefinition): ComponentDefinition => ({
    key: own.key,
    weight: segment.weights?.[own.key] ?? own.weight,
    anchors: segment.anchors?.[own.key] ?? own.anchors,
  });
  return {
    ...definition,
    components: definition.components.map(componentOf),
    caps: { ...definition.caps, ...segment.caps },
    trend: segment.trend ?? definition.trend,
    silent_days: segment.silent_days ?? definition.silent_days,
  };
}

function matches(facts: SegmentFacts, { plan, industry, size, tenure_months }: SegmentMatch): boolean {
  return (
    isNamed(facts.plan, plan) &&
    isNamed(facts.industry, industry) &&
    isWithin(facts.paid_seats, size) &&
    isWithin(Math.floor(facts.age_days / DAYS_PER_MONTH), tenure_months)
  );
}

function isNamed(value: string | null | undefined, names: readonly string[] | undefined): boolean {
  return names === undefined || (value != null && names.includes(value.trim().toLowerCase()));
}

function isWithin(value: number, range: Range | undefined): boolean {
  return range === undefined || (value >= range[0] && (range[1] === null || value <= range[1]));
}
