import { type Day, daysBetween } from '../day.ts';
import { groupBy } from '../group-by.ts';
import type { Observation } from './observation.ts';

export interface LeadRecall {
  /** Days before the churn. */
  readonly lead: number;
  /** Accounts that churned and were looked at that long before. */
  readonly accounts: number;
  /** Of them, those in CRITICAL or WARN on the last cut-off day at least `lead` days before. */
  readonly flagged: number;
  /** The same in minor units of the reporting currency; 0 when revenue is unknown. */
  readonly mrrMinor: number;
  readonly flaggedMrrMinor: number;
}

export const LEADS: readonly number[] = [0, 30, 60, 90];
/** A cut-off day this much earlier than asked for says nothing about the lead. */
const LONGEST_GAP = 92;

/**
 * How many churns the bands announced how early. A churn is at the day that the label names, else at the account's
 * first cut-off day labelled as churned, which is at or before the loss: leads are then at least what they say.
 */
export function recallAtLeads(observations: readonly Observation[]): LeadRecall[] {
  const accounts = [...byAccount(observations).values()].flatMap((rows) => {
    const first = rows.find((row) => row.churned);
    return first === undefined ? [] : [{ rows, at: first.churnedOn ?? first.day }];
  });
  return LEADS.map((lead) => {
    const seen = accounts.flatMap(({ rows, at }) => lastBefore(rows, at, lead) ?? []);
    const flagged = seen.filter(({ band }) => band === 'CRITICAL' || band === 'WARN');
    return {
      lead,
      accounts: seen.length,
      flagged: flagged.length,
      mrrMinor: sumOfMrr(seen),
      flaggedMrrMinor: sumOfMrr(flagged),
    };
  });
}

function byAccount(observations: readonly Observation[]): Map<string, Observation[]> {
  const accounts = groupBy(observations, ({ accountId }) => accountId);
  for (const rows of accounts.values()) rows.sort((a, b) => (a.day < b.day ? -1 : 1));
  return accounts;
}

function lastBefore(rows: readonly Observation[], at: Day, lead: number): Observation | null {
  const last = rows.filter(({ day }) => daysBetween(day, at) >= lead).at(-1);
  return last !== undefined && daysBetween(last.day, at) <= lead + LONGEST_GAP ? last : null;
}

function sumOfMrr(rows: readonly Observation[]): number {
  return rows.reduce((sum, { mrrMinor }) => sum + (mrrMinor ?? 0), 0);
}
