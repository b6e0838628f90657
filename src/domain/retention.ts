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

export const RETENTION_DEFAULTS: Retention = {
  rawEventDays: 425,
  rollupDays: 1095,
  snapshotDays: 1095,
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
