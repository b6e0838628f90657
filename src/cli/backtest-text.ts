import type { BacktestReport } from '../app/backtest/backtest.ts';
import type { BandRate } from '../domain/backtest/band-rates.ts';
import type { TercileResult } from '../domain/backtest/evaluate.ts';
import type { RankingKey } from '../domain/backtest/observation.ts';
import type { Interval } from '../domain/backtest/resample.ts';
import { formatHundredths, formatTenths } from '../domain/decimal.ts';
import { roundHalfUp } from '../domain/rational.ts';

const NAMES: Readonly<Record<RankingKey, string>> = {
  score: 'score, with caps (shown)',
  base: 'score, before caps',
  classic: 'classic 40/30/30',
  volume: 'volume: events of 30 days',
  recency: 'recency: last activity',
  active_weeks: 'active weeks of 13 alone',
  utilization: 'utilization alone',
};

/** The report for people; `file` names the labels. */
export function backtestText(report: BacktestReport, file: string, timeZone: string): string {
  const { evaluation, leftOut } = report;
  const { rows, churned, accounts, days, calls } = evaluation;
  return [
    `${file}: ${rows} of ${report.labels} labels judged: ${accounts} accounts on ${days} days, ${churned} churned (${percent(churned, rows)})`,
    `Definition ${report.definition}; facts of each day as stored, strictly before its midnight in ${timeZone}; no hysteresis.`,
    `Left out: ${leftOut.unknown_account} unknown account, ${leftOut.notice_given} notice given before, ${leftOut.excluded} excluded, ${leftOut.not_scored} not scored`,
    ...report.factChecks.map(
      ({ fact, rows: stated, different }) => `Stated in the file: ${fact} differs in ${different} of ${stated} rows`,
    ),
    '',
    `Ranking (AUC: 1 = churned rank lowest; 95 % by ${evaluation.draws} draws of accounts; ${calls} calls a day)`,
    `  ${'ranking'.padEnd(26)} rows   AUC  [95 %]         lift   prec.  recall  score minus it`,
    ...evaluation.rankings.map((ranking) =>
      [
        `  ${NAMES[ranking.ranking].padEnd(26)}`,
        String(ranking.rows).padStart(5),
        ` ${thousandths(ranking.auc)}`,
        ` ${between(ranking.aucInterval)}`.padEnd(15),
        (ranking.liftHundredths === null ? '-' : formatHundredths(ranking.liftHundredths)).padStart(6),
        shareText(ranking.precisionTenths).padStart(8),
        shareText(ranking.recallTenths).padStart(8),
        ranking.ranking === 'score' ? '' : `  ${signed(ranking.lead)} ${between(ranking.leadInterval, true)}`,
      ]
        .join('')
        .trimEnd(),
    ),
    '',
    `Churn rate per band: ${evaluation.monotone ? 'no better band churns more often' : 'NOT monotone'}`,
    `  ${evaluation.bands.map(bandText).join(' · ')}`,
    '',
    'By size (seats)',
    ...evaluation.terciles.flatMap(tercileLines),
    '',
    `Flagged CRITICAL or WARN so many days before (as are ${flaggedShare(evaluation.bands)} of all rows)`,
    ...evaluation.leads.map(
      ({ lead, accounts: seen, flagged, mrrMinor, flaggedMrrMinor }) =>
        `  ${String(lead).padStart(2)} days: ${flagged} of ${seen} accounts (${percent(flagged, seen)})${
          mrrMinor > 0 ? `, ${percent(flaggedMrrMinor, mrrMinor)} of their MRR` : ''
        }`,
    ),
    '',
  ].join('\n');
}

function tercileLines({ size, upTo, rows, churned, aucs, bands }: TercileResult): string[] {
  const keys: readonly RankingKey[] = ['score', 'classic', 'volume', 'recency', 'active_weeks', 'utilization'];
  const values = keys.map((key) => `${key.replace('_', ' ')} ${thousandths(aucs[key])}`);
  const limit = upTo === null ? '' : ` (up to ${upTo})`;
  return [
    `  ${size}${limit}: ${rows} rows, ${churned} churned; AUC ${values.join(' · ')}`,
    `    ${bands.map(bandText).join(' · ')}`,
  ];
}

function flaggedShare(bands: readonly BandRate[]): string {
  const sum = (rates: readonly BandRate[]): number => rates.reduce((total, { rows }) => total + rows, 0);
  const flagged = bands.filter(({ band }) => band === 'CRITICAL' || band === 'WARN');
  return percent(sum(flagged), sum(bands));
}

function bandText({ band, rows, churned }: BandRate): string {
  return `${band} ${churned} of ${rows}${rows === 0 ? '' : ` (${percent(churned, rows)})`}`;
}

/** Millionths as ".824". */
function thousandths(micros: number | null): string {
  if (micros === null) return '-';
  const text = String(Math.abs(rounded(micros))).padStart(4, '0');
  return `${micros < 0 ? '−' : ''}${text.slice(0, -3).replace(/^0$/, '')}.${text.slice(-3)}`;
}

function signed(micros: number | null): string {
  return micros === null ? '-' : `${micros < 0 ? '' : '+'}${thousandths(micros)}`;
}

function rounded(micros: number): number {
  return Number(roundHalfUp(BigInt(micros), 1000n));
}

function between(interval: Interval | null, withSign = false): string {
  if (interval === null) return '[-]';
  const write = withSign ? signed : thousandths;
  return `[${write(interval.low)}, ${write(interval.high)}]`;
}

function shareText(tenths: number | null): string {
  return tenths === null ? '-' : `${formatTenths(tenths)} %`;
}

function percent(part: number, whole: number): string {
  if (whole === 0) return '-';
  return `${formatTenths(Number(roundHalfUp(1000n * BigInt(part), BigInt(whole))))} %`;
}
