import type { DashboardAccount, DashboardReport } from '../app/publishing/dashboard-reports.ts';
import { formatTenths } from '../domain/decimal.ts';
import { type CsvValue, csvPieces } from '../lib/csv-text.ts';
import { shownInTurns } from '../published/shown-in-turns.ts';
import { STAND_COLUMNS, standCells } from '../published/stand-json.ts';

const MONEY_COLUMNS = ['mrr_minor', 'currency', 'exposure_minor'];

/**
 * In pieces. One row per account that the report holds, in its order: exact decimals, amounts in whole minor units of the
 * account's currency, no columns of amounts where the link shows none. Owners are named, not addressed.
 */
export function dashboardCsv({ accounts, money, stand }: DashboardReport): AsyncIterable<string> {
  const header = [
    ...['account_id', 'name', 'owner', 'plan', 'bucket', 'paid_seats', 'active_users_30d', 'utilization'],
    ...(money ? MONEY_COLUMNS : []),
    ...['score', 'band', 'cap', 'top_risk_signal', 'renews_on', 'flags'],
    ...STAND_COLUMNS,
  ];
  return csvPieces(
    header,
    shownInTurns([accounts], (one) => [...accountCells(one, money), ...standCells(stand)]),
  );
}

function accountCells({ account, assessment, band, money }: DashboardAccount, withMoney: boolean): CsvValue[] {
  const { facts, health, seats } = assessment;
  const tenths = (value: number | null): string | null => (value === null ? null : formatTenths(value));
  const amounts = [money?.mrr.minor ?? null, money?.mrr.currency ?? null, money?.exposure?.minor ?? null];
  return [
    account.accountId,
    account.name,
    account.owner?.name ?? null,
    account.plan,
    seats.bucket,
    facts.paid_seats,
    facts.active_users_30d,
    tenths(seats.utilizationTenths),
    ...(withMoney ? amounts : []),
    tenths(health.scoreTenths),
    band,
    health.cap,
    health.topRiskSignal,
    account.renewsOn,
    seats.flags.join(' '),
  ];
}
