/** What a component measured, as numbers: renderers turn it into "events 3,500 → 1,560, active days 50 → 22". */
export type ComponentEvidence =
  | UtilizationEvidence
  | RegularityEvidence
  | TrendEvidence
  | ReliabilityEvidence
  | SupportEvidence
  | KeyContactEvidence
  | NpsEvidence;

export interface UtilizationEvidence {
  readonly key: 'utilization';
  readonly activeUsers: number;
  readonly paidSeats: number;
}

export interface RegularityEvidence {
  readonly key: 'regularity';
  readonly activeWeeks: number;
  /** Full weeks the account has had, at most 13. */
  readonly weeks: number;
}

export interface TrendEvidence {
  readonly key: 'trend';
  /** Events of the current 14 days, and twice the median of the earlier fortnights. */
  readonly events: readonly [current: number, baselineTimes2: number];
  /** Active user-days, in the same form. */
  readonly userDays: readonly [current: number, baselineTimes2: number];
  /** Percentage points of dip that are forgiven, in lowest terms. */
  readonly allowanceNum: number;
  readonly allowanceDen: number;
  /** The metric in hundredths of a percent, half away from zero. */
  readonly xHundredths: number;
  /** Per mille; 1000 when the fleet did not move. */
  readonly fleetFactor: number;
  readonly priorBlocks: number;
}

export interface ReliabilityEvidence {
  readonly key: 'reliability';
  readonly errors: number;
  readonly events: number;
}

export interface SupportEvidence {
  readonly key: 'support';
  readonly tickets: number;
  readonly urgent: number;
  readonly people: number;
}

export interface KeyContactEvidence {
  readonly key: 'key_contact';
  readonly days: number;
}

export interface NpsEvidence {
  readonly key: 'nps';
  /** Sum and number of the latest answers, 0 to 10 each. */
  readonly sum: number;
  readonly count: number;
}
