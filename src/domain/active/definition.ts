/** Which events make a person active, and how often they must occur within the window. Names are compared exactly. */
export type ActiveRule =
  | { readonly kind: 'any_event' }
  | { readonly kind: 'login'; readonly events: readonly string[] }
  | { readonly kind: 'feature_threshold'; readonly events: readonly string[]; readonly min_count: number }
  | {
      readonly kind: 'core_workflow';
      readonly events: readonly string[];
      readonly match: 'any' | 'all';
      /** Distinct local days with one of the events. */
      readonly min_days: number;
    };

/** Roles in lower case: only those that need a seat, or all but those that need none. */
export type SeatRoles =
  | { readonly kind: 'count'; readonly names: readonly string[] }
  | { readonly kind: 'ignore'; readonly names: readonly string[] };

export interface Exclusions {
  /** E-mail domains of our own people, lower case; their subdomains are meant too. */
  readonly domains: readonly string[];
  /** User ids as they are, and e-mail addresses in lower case. */
  readonly users: readonly string[];
  /** Names of events that nobody does: nothing becomes active by them. */
  readonly events: readonly string[];
}

/** Who and what counts as activity. */
export interface ActiveDefinition {
  readonly window_days: 30;
  readonly rule: ActiveRule;
  /** Lower case. Null: every surface counts. */
  readonly surfaces: readonly string[] | null;
  readonly exclude: Exclusions;
  /** Null: every role needs a seat. */
  readonly roles: SeatRoles | null;
}

export const ANY_EVENT: ActiveRule = { kind: 'any_event' };

export const ACTIVE_DEFAULTS: ActiveDefinition = {
  window_days: 30,
  rule: ANY_EVENT,
  surfaces: null,
  exclude: { domains: [], users: [], events: [] },
  roles: null,
};

/** What a person must have done within a window to be active in it, by the named events alone. */
export interface Threshold {
  readonly events: readonly string[];
  readonly minCount: number;
  readonly minDays: number;
  /** How many different ones of the events must have occurred. */
  readonly minEvents: number;
}

/** The threshold of a rule; null when one event of any kind is enough, which the rollup answers by itself. */
export function thresholdOf(rule: ActiveRule): Threshold | null {
  switch (rule.kind) {
    case 'any_event':
      return null;
    case 'login':
      return { events: rule.events, minCount: 1, minDays: 1, minEvents: 1 };
    case 'feature_threshold':
      return { events: rule.events, minCount: rule.min_count, minDays: 1, minEvents: 1 };
    case 'core_workflow':
      return {
        events: rule.events,
        minCount: 1,
        minDays: rule.min_days,
        minEvents: rule.match === 'all' ? rule.events.length : 1,
      };
  }
}
