import type { Bucket } from './assessment.ts';
import { hasCancellationNotice } from './health/caps.ts';
import { reportingExpansion, reportingExposure } from './reporting-exposure.ts';
import { reportingMrr } from './reporting-mrr.ts';
import type { Stake } from './stake.ts';

/** A sum of rounded rows in minor units of the reporting currency. */
export interface MoneyTotal {
  readonly minor: number;
  readonly accounts: number;
  /** Accounts that belong in but have no dated rate: the total is partial while this is not empty. */
  readonly withoutRate: readonly string[];
}

/** Two kinds of money that are never summed: unused seats' share (exposure) and whole MRR that may leave (churn). */
export interface SeatTotals {
  readonly atRisk: MoneyTotal;
  readonly dormant: MoneyTotal;
  readonly ramping: MoneyTotal;
  /** Kept apart: a broken mapping must not move a number that finance reads. */
  readonly noSignal: MoneyTotal;
  readonly expansion: MoneyTotal;
  /** Full MRR of CRITICAL accounts and of accounts with a cancellation notice. */
  readonly churnExposure: MoneyTotal;
}

export function seatTotals(assessments: readonly Stake[], reportingCurrency: string): SeatTotals {
  const exposureOf = (bucket: Bucket): MoneyTotal => {
    const rows = assessments.filter(({ seats }) => seats.bucket === bucket);
    return totalOf(rows, (row) => reportingExposure(row, reportingCurrency));
  };
  const offered = assessments.filter(({ seats }) => seats.expansion !== null);
  const leaving = assessments.filter(mayLeave);
  return {
    atRisk: exposureOf('at_risk'),
    dormant: exposureOf('dormant'),
    ramping: exposureOf('ramping'),
    noSignal: exposureOf('no_signal'),
    expansion: totalOf(offered, (row) => reportingExpansion(row, reportingCurrency)),
    churnExposure: totalOf(leaving, ({ facts }) => reportingMrr(facts, reportingCurrency)),
  };
}

/** CRITICAL, or told us so; an excluded account pays nothing that could be lost here. */
export function mayLeave({ facts, health }: Pick<Stake, 'facts' | 'health'>): boolean {
  return facts.excluded == null && (health.band === 'CRITICAL' || hasCancellationNotice(facts));
}

/** Adds up what each row is worth, in minor units of the reporting currency; null: it has no rate. */
export function totalOf(rows: readonly Stake[], amountOf: (row: Stake) => number | null): MoneyTotal {
  let minor = 0;
  const withoutRate: string[] = [];
  for (const row of rows) {
    const amount = amountOf(row);
    if (amount === null) withoutRate.push(row.facts.account_id);
    else minor += amount;
  }
  return { minor, accounts: rows.length, withoutRate };
}
