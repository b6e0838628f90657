import type { AccountStanding } from '../app/accounts/account-report.ts';
import type { DataStand } from '../app/freshness/freshness-report.ts';
import type { StandingParts } from '../app/portfolio/portfolio.ts';
import { formatTenths } from '../domain/decimal.ts';
import { type CsvValue, csvPieces, csvText } from '../lib/csv-text.ts';
import { shownInTurns } from './shown-in-turns.ts';
import { STAND_COLUMNS, standCells } from './stand-json.ts';

const COLUMNS = [
  'account_id',
  'name',
  'owner',
  'plan',
  'bucket',
  'paid_seats',
  'active_users_30d',
  'utilization',
  'mrr_minor',
  'currency',
  'exposure_minor',
  'score',
  'band',
  'cap',
  'top_risk_signal',
  'renews_on',
  'flags',
  ...STAND_COLUMNS,
];

/** One row per account, in the order given: exact decimals, money in whole minor units of the account's currency. */
export function standingsCsv(rows: readonly AccountStanding[], stand: DataStand): string {
  return csvText(
    COLUMNS,
    rows.map((row) => csvRow(row, stand)),
  );
}

/** The same in pieces. */
export function standingsCsvPieces(parts: StandingParts, stand: DataStand): AsyncIterable<string> {
  return csvPieces(
    COLUMNS,
    shownInTurns(parts, (row) => csvRow(row, stand)),
  );
}

function csvRow({ account, assessment, band }: AccountStanding, stand: DataStand): CsvValue[] {
  const { facts, seats, health } = assessment;
  const tenths = (value: number | null): string | null => (value === null ? null : formatTenths(value));
  return [
    account.accountId,
    account.name,
    account.owner?.email ?? null,
    account.plan,
    seats.bucket,
    facts.paid_seats,
    facts.active_users_30d,
    tenths(seats.utilizationTenths),
    facts.mrr_minor,
    facts.currency,
    seats.exposureMinor,
    tenths(health.scoreTenths),
    band,
    health.cap,
    health.topRiskSignal,
    account.renewsOn,
    seats.flags.join(' '),
    ...standCells(stand),
  ];
}
