import type { BacktestReport } from '../app/backtest/backtest.ts';
import type { BandRate } from '../domain/backtest/band-rates.ts';
import { RANKINGS } from '../domain/backtest/observation.ts';
import type { Interval } from '../domain/backtest/resample.ts';
import { formatHundredths, formatTenths } from '../domain/decimal.ts';

/** The report for programs: exact numbers as decimal strings, money in minor units. */
export function backtestJson(report: BacktestReport, currency: string): object {
  const { evaluation, leftOut } = report;
  return {
    definition: report.definition,
    labels: report.labels,
    judged: evaluation.rows,
    churned: evaluation.churned,
    accounts: evaluation.accounts,
    days: evaluation.days,
    left_out: leftOut,
    stated_facts: report.factChecks,
    calls_per_day: evaluation.calls,
    draws: evaluation.draws,
    rankings: evaluation.rankings.map((ranking) => ({
      ranking: ranking.ranking,
      rows: ranking.rows,
      auc: decimal(ranking.auc),
      auc_95: interval(ranking.aucInterval),
      lift_top_decile: ranking.liftHundredths === null ? null : formatHundredths(ranking.liftHundredths),
      precision_percent: ranking.precisionTenths === null ? null : formatTenths(ranking.precisionTenths),
      recall_percent: ranking.recallTenths === null ? null : formatTenths(ranking.recallTenths),
      score_minus: decimal(ranking.lead),
      score_minus_95: interval(ranking.leadInterval),
    })),
    bands: bands(evaluation.bands),
    monotone: evaluation.monotone,
    terciles: evaluation.terciles.map((tercile) => ({
      size: tercile.size,
      up_to_seats: tercile.upTo,
      rows: tercile.rows,
      churned: tercile.churned,
      auc: Object.fromEntries(RANKINGS.map((key) => [key, decimal(tercile.aucs[key])])),
      bands: bands(tercile.bands),
    })),
    leads: evaluation.leads.map(({ lead, accounts, flagged, mrrMinor, flaggedMrrMinor }) => ({
      days: lead,
      accounts,
      flagged,
      mrr: { minor: mrrMinor, currency },
      flagged_mrr: { minor: flaggedMrrMinor, currency },
    })),
  };
}

function bands(rates: readonly BandRate[]): object[] {
  return rates.map(({ band, rows, churned }) => ({ band, rows, churned }));
}

/** Millionths as "0.824123". */
function decimal(micros: number | null): string | null {
  if (micros === null) return null;
  const text = String(Math.abs(micros)).padStart(7, '0');
  return `${micros < 0 ? '-' : ''}${text.slice(0, -6)}.${text.slice(-6)}`;
}

function interval(value: Interval | null): readonly (string | null)[] | null {
  return value === null ? null : [decimal(value.low), decimal(value.high)];
}
