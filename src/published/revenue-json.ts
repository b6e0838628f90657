import type {
  RevenueCohorts,
  RevenueLevel,
  RevenueMetrics,
  RevenueMonth,
  RevenueRetention,
} from '../app/revenue/revenue-reports.ts';
import { formatTenths } from '../domain/decimal.ts';
import { MOVEMENT_KINDS } from '../domain/revenue/movements.ts';
import type { RetentionRates } from '../domain/revenue/retention-rates.ts';
import { csvText } from '../lib/csv-text.ts';
import { STAND_COLUMNS, standCells, standJson } from './stand-json.ts';

/** Revenue over months as other programs read it: whole minor units with their currency, percentages as decimals. */
export function revenueJson(report: RevenueMetrics) {
  const { arpu, currency } = report;
  return {
    ...standJson(report.stand),
    currency,
    from: report.from,
    to: report.to,
    opening: levelJson(report.opening),
    closing: levelJson(report.closing),
    arr: report.arr,
    arpa: report.arpa,
    arpu: {
      from: arpu.from,
      to: arpu.to,
      per_paid_seat: arpu.perPaidSeat,
      per_active_user: arpu.perActiveUser,
      paid_seats: arpu.paidSeats,
      active_users: arpu.activeUsers,
    },
    months: report.months.map((month) => monthJson(month, currency)),
    retention: report.retention.map((retention) => retentionJson(retention, currency)),
    uncounted: report.uncounted.map(({ accountId, name, reason }) => ({ account_id: accountId, name, reason })),
  };
}

/** Retention alone, with the moment that it is of. */
export function retentionsJson({ currency, retention, stand }: RevenueMetrics) {
  return { ...standJson(stand), currency, retention: retention.map((one) => retentionJson(one, currency)) };
}

/** Cohorts as other programs read them; of groups of fewer than five accounts nothing but their number. */
export function cohortsJson(report: RevenueCohorts) {
  return {
    ...standJson(report.stand),
    by: report.by,
    currency: report.currency,
    from: report.from,
    to: report.to,
    unmeasured: report.unmeasured,
    cohorts: report.cohorts.map(({ accounts, ages, cohort, rates }) => ({
      cohort,
      n: accounts,
      hidden: rates === null,
      rates: rates && ratesJson(rates, report.currency),
      ages: ages.map(({ expansionTenths, grrTenths, months, nrrTenths }) => ({
        months,
        nrr: tenths(nrrTenths),
        grr: tenths(grrTenths),
        expansion: tenths(expansionTenths),
      })),
    })),
  };
}

/** One row per month, oldest first; amounts in minor units. */
export function revenueCsv({ currency, months, stand }: RevenueMetrics): string {
  const header = [
    ...['month', 'from', 'to', 'complete', 'currency', 'mrr_minor', 'partial', 'paying_accounts', 'uncounted'],
    ...MOVEMENT_KINDS.flatMap((kind) => [`${kind}_minor`, `${kind}_accounts`]),
    'change_minor',
    ...STAND_COLUMNS,
  ];
  const rows = months.map(({ changeMinor, closing, complete, from, month, movements, to }) => [
    ...[month, from, to, String(complete), currency, closing.mrr.minor, String(closing.mrr.partial)],
    ...[closing.payingAccounts, closing.uncounted],
    ...MOVEMENT_KINDS.flatMap((kind) => [movements[kind].minor, movements[kind].accounts]),
    changeMinor,
    ...standCells(stand),
  ]);
  return csvText(header, rows);
}

const RATE_COLUMNS = ['nrr', 'grr', 'logo_retention', 'expansion', 'start_minor', 'end_minor', 'currency'];

function rateCells(rates: RetentionRates | null, currency: string): (string | number | null)[] {
  const { expansionTenths, grrTenths, logoTenths, nrrTenths } = rates ?? {};
  const shares = [nrrTenths, grrTenths, logoTenths, expansionTenths].map((share) => tenths(share ?? null));
  return [...shares, rates?.startMinor ?? null, rates?.endMinor ?? null, currency];
}

/** One row per period, longest first. */
export function retentionsCsv({ currency, retention, stand }: RevenueMetrics): string {
  return csvText(
    ['months', 'from', 'to', 'accounts', 'unmeasured', ...RATE_COLUMNS, ...STAND_COLUMNS],
    retention.map((one) => [
      ...[one.months, one.from, one.to, one.accounts, one.unmeasured],
      ...rateCells(one, currency),
      ...standCells(stand),
    ]),
  );
}

/** One row per group; empty where it is hidden. */
export function cohortsCsv({ by, cohorts, currency, from, stand, to }: RevenueCohorts): string {
  return csvText(
    ['by', 'cohort', 'n', 'from', 'to', ...RATE_COLUMNS, ...STAND_COLUMNS],
    cohorts.map(({ accounts, cohort, rates }) => [
      ...[by, cohort, accounts, by === 'month' ? null : from, to],
      ...rateCells(rates, currency),
      ...standCells(stand),
    ]),
  );
}

function levelJson({ day, mrr, payingAccounts, uncounted }: RevenueLevel) {
  return { day, mrr, paying_accounts: payingAccounts, uncounted };
}

function monthJson({ changeMinor, closing, complete, from, month, movements, to }: RevenueMonth, currency: string) {
  const moved = MOVEMENT_KINDS.map((kind) => {
    const { accounts, minor } = movements[kind];
    return [kind, { minor, currency, accounts }] as const;
  });
  return {
    ...{ month, from, to, complete, closing: levelJson(closing) },
    movements: Object.fromEntries(moved),
    change: { minor: changeMinor, currency },
  };
}

function retentionJson(retention: RevenueRetention, currency: string) {
  const { from, months, to, unmeasured } = retention;
  return { months, from, to, ...ratesJson(retention, currency), unmeasured };
}

function ratesJson(rates: RetentionRates, currency: string) {
  const money = (minor: number) => ({ minor, currency });
  return {
    accounts: rates.accounts,
    kept_accounts: rates.keptAccounts,
    nrr: tenths(rates.nrrTenths),
    grr: tenths(rates.grrTenths),
    logo_retention: tenths(rates.logoTenths),
    expansion_rate: tenths(rates.expansionTenths),
    start: money(rates.startMinor),
    end: money(rates.endMinor),
    expansion: money(rates.expansionMinor),
    contraction: money(rates.contractionMinor),
    churned: money(rates.churnedMinor),
  };
}

function tenths(value: number | null): string | null {
  return value === null ? null : formatTenths(value);
}
