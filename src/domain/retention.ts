/** For how many days what is kept. What the team wrote and what billing stated has no limit. */
export interface Retention {
  /** Single events. */
  readonly rawEventDays: number;
  /** Counts by account and day. */
  readonly rollupDays: number;
  /** Scores of past days. */
  readonly snapshotDays: number;
  /** Messages to Slack, runs of jobs, and rows that a query could not use. */
  readonly messageDays: number;
  /** Ids of webhook deliveries. */
  readonly deliveryDays: number;
  /** Texts that were sent. */
  readonly outreachDays: number;
  readonly auditDays: number;
}

/** Twenty years, which is how far back a file may go, and the days that a week of events stands out. */
export const LONGEST_DAYS = 7313;

/** History stays until the team says otherwise: what it imports to look back on must not go in the same night. */
export const RETENTION_DEFAULTS: Retention = {
  rawEventDays: LONGEST_DAYS,
  rollupDays: LONGEST_DAYS,
  snapshotDays: LONGEST_DAYS,
  messageDays: 90,
  deliveryDays: 45,
  outreachDays: 1095,
  auditDays: 1095,
};

/** Events go by whole weeks, and none may come for a week that is gone: a day more than the longest week can stand out. */
const WEEK_AND_DAY = 8;

/** How many days old an event may be that comes in: one that came twice could not be told once its week is gone. */
export function acceptedEventDays({ rawEventDays }: Retention): number {
  return rawEventDays - WEEK_AND_DAY;
}
