import type { Band, CapKey, ComponentKey } from './assessment.ts';

/** One point of a piecewise linear curve: metric value, sub-score 0..100. */
export type Anchor = readonly [x: number, score: number];

export interface ComponentDefinition {
  readonly key: ComponentKey;
  readonly weight: number;
  readonly anchors: readonly Anchor[];
}

/** Whole numbers from the first to the second, both included; null: no upper end. */
export type Range = readonly [from: number, to: number | null];

/** What an account must be to belong to a segment: all that is named. Names are in lower case. */
export interface SegmentMatch {
  readonly plan?: readonly string[] | undefined;
  readonly industry?: readonly string[] | undefined;
  /** Paid seats. */
  readonly size?: Range | undefined;
  /** Completed months of 30 days since the account became a customer. */
  readonly tenure_months?: Range | undefined;
}

/** Rules of some accounts: what is named here replaces the definition's own, key by key. */
export interface Segment {
  readonly name?: string | undefined;
  readonly match: SegmentMatch;
  readonly weights?: Readonly<Partial<Record<ComponentKey, number>>> | undefined;
  readonly anchors?: Readonly<Partial<Record<ComponentKey, readonly Anchor[]>>> | undefined;
  readonly caps?: HealthDefinition['caps'] | undefined;
  readonly trend?: { readonly noise: number } | undefined;
  readonly silent_days?: number | undefined;
}

/** A published health model. Every stored score keeps the id, version and hash of the one that made it. */
export interface HealthDefinition {
  readonly id: string;
  readonly version: number;
  /** Lower bounds in points, ascending. */
  readonly bands: readonly (readonly [Band, number])[];
  /** Points above a boundary that a score needs before a better band is shown. */
  readonly hysteresis: number;
  readonly min_coverage: number;
  readonly min_days: number;
  readonly trend: { readonly noise: number };
  readonly components: readonly ComponentDefinition[];
  /** Highest score, as a decimal string with one digit, while the condition holds. */
  readonly caps: Readonly<Partial<Record<CapKey, string>>>;
  /** Full days without activity after which the cap `silent_14_days` holds. */
  readonly silent_days: number;
  /** Days after which an unpaid invoice is no longer a matter of the next retry. */
  readonly past_due_days: number;
  /** Below this share of the weights the best band is withheld: too little is known to call it a champion. */
  readonly champion_coverage: number;
  /** A score that falls by more than these points is a drop. */
  readonly drop_points: number;
  /** The first that matches decides; an account that matches none is under the rules above alone. */
  readonly segments: readonly Segment[];
}

/** Thresholds of the seat-utilization rules, all in percent, seats, days or reporting-currency units as named. */
export interface UtilizationDefinition {
  readonly low: number;
  readonly red: number;
  readonly strong: number;
  readonly ceiling: number;
  readonly min_seats: number;
  readonly renewal_days: number;
  readonly quarter_drop: number;
  readonly onboarding_days: number;
  /** Growth of the paid seats within 60 days that explains a low utilization. */
  readonly seat_growth: number;
  readonly trend: { readonly pct: number; readonly min_people: number };
  readonly expansion: { readonly target: number; readonly pack: number };
  readonly low_touch_mrr: number;
}

export const UTILIZATION_DEFAULTS: UtilizationDefinition = {
  low: 50,
  red: 60,
  strong: 80,
  ceiling: 90,
  min_seats: 5,
  renewal_days: 90,
  quarter_drop: 20,
  onboarding_days: 60,
  seat_growth: 20,
  trend: { pct: 5, min_people: 2 },
  expansion: { target: 80, pack: 5 },
  low_touch_mrr: 500,
};

export const BALANCED: HealthDefinition = {
  id: 'balanced',
  version: 1,
  bands: [
    ['CRITICAL', 0],
    ['WARN', 25],
    ['ok', 45],
    ['healthy', 70],
    ['champion', 90],
  ],
  hysteresis: 3,
  min_coverage: 40,
  min_days: 28,
  trend: { noise: 100 },
  components: [
    {
      key: 'utilization',
      weight: 20,
      anchors: [
        [0, 0],
        [50, 25],
        [60, 50],
        [80, 100],
      ],
    },
    {
      key: 'regularity',
      weight: 25,
      anchors: [
        [0, 0],
        [90, 100],
      ],
    },
    {
      key: 'trend',
      weight: 25,
      anchors: [
        [-50, 0],
        [-20, 50],
        [-5, 100],
      ],
    },
    {
      key: 'reliability',
      weight: 10,
      anchors: [
        [1, 100],
        [20, 0],
      ],
    },
    {
      key: 'support',
      weight: 10,
      anchors: [
        [1, 100],
        [5, 0],
      ],
    },
    {
      key: 'key_contact',
      weight: 5,
      anchors: [
        [7, 100],
        [30, 0],
      ],
    },
    {
      key: 'nps',
      weight: 5,
      anchors: [
        [3, 0],
        [6, 50],
        [9, 100],
      ],
    },
  ],
  caps: {
    cancellation_notice: '24.9',
    silent_14_days: '24.9',
    low_and_dropping: '44.9',
    renewal_red_flag: '44.9',
    payment_past_due: '44.9',
    dormant_seats: '69.9',
  },
  silent_days: 14,
  past_due_days: 14,
  champion_coverage: 80,
  drop_points: 15,
  segments: [],
};
