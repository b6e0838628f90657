import { parseArgs } from 'node:util';
import type { AccountStanding } from '../app/accounts/account-report.ts';
import { publishedStanding } from '../app/accounts/published-standing.ts';
import type { Context } from '../app/context.ts';
import type { DataStand } from '../app/freshness/freshness-report.ts';
import { portfolioReport } from '../app/portfolio/portfolio-report.ts';
import { seatReport } from '../app/seats/seat-report.ts';
import type { SeatReport } from '../app/seats/seats-report.ts';
import { formatTenths } from '../domain/decimal.ts';
import { formatMoney } from '../domain/money.ts';
import { type CsvValue, csvText } from './csv-text.ts';
import { type Environment, withContext } from './database.ts';
import { type CliIo, EXIT } from './io.ts';
import { standJson, standText } from './stand.ts';

const USAGE = 'Usage: cs-pulse report utilization|health [--csv | --json]';

/** Prints a report from the newest snapshot: 0, or 2 for wrong arguments. */
export async function reportCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  const options = { csv: { type: 'boolean' }, json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  const [kind, ...rest] = positionals;
  if ((kind !== 'utilization' && kind !== 'health') || rest.length > 0 || (values.csv && values.json)) {
    io.err(`${USAGE}\n`);
    return EXIT.usage;
  }
  const format = values.csv ? 'csv' : values.json ? 'json' : 'text';
  return withContext(env, async ({ ctx }) => {
    io.out(await reportText(ctx, kind, format));
    return EXIT.ok;
  });
}

/** The report as it is printed. */
export async function reportText(
  ctx: Context,
  kind: 'utilization' | 'health',
  format: 'csv' | 'json' | 'text',
): Promise<string> {
  if (kind === 'health') {
    const { stand, standings } = await portfolioReport({ ctx });
    return print(format, stand, standings, () => ({ accounts: standings.map((row) => publishedStanding(row, stand)) }));
  }
  const report = await seatReport({ ctx, input: { filter: {} } });
  const rows = [...report.atRisk, ...report.dormant, ...report.ramping, ...report.expansion];
  return print(format, report.stand, rows, () => seatJson(report));
}

function print(
  format: 'csv' | 'json' | 'text',
  stand: DataStand,
  rows: readonly AccountStanding[],
  body: () => object,
): string {
  if (format === 'csv')
    return csvText(
      COLUMNS,
      rows.map((row) => csvRow(row, stand)),
    );
  if (format === 'json') {
    return `${JSON.stringify({ ...standJson(stand), definition: stand.definition, ...body() }, null, 2)}\n`;
  }
  const lines = rows.map(textLine);
  return [`${standText(stand)} (${stand.definition})`, ...lines, ''].join('\n');
}

function seatJson(report: SeatReport): object {
  const section = (rows: readonly AccountStanding[]) => rows.map((row) => publishedStanding(row, report.stand));
  const { small, usageBased, noSignal, onboarding, noSeats, otherwiseExcluded } = report.notRanked;
  return {
    ranked: report.ranked,
    total: report.total,
    at_risk: section(report.atRisk),
    dormant: section(report.dormant),
    ramping: section(report.ramping),
    expansion: section(report.expansion),
    totals: {
      at_risk: report.totals.atRisk,
      dormant: report.totals.dormant,
      ramping: report.totals.ramping,
      expansion: report.totals.expansion,
    },
    not_ranked: {
      small,
      usage_based: usageBased,
      no_signal: noSignal,
      onboarding,
      no_seats: noSeats,
      otherwise_excluded: otherwiseExcluded,
    },
  };
}

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
  'as_of',
  'usage_age_minutes',
  'stale',
];

function csvRow({ account, assessment, band }: AccountStanding, { asOf, sources, stale }: DataStand): CsvValue[] {
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
    asOf.toISOString(),
    sources.find(({ source }) => source === 'usage')?.ageMinutes ?? null,
    stale === null ? 'false' : 'true',
  ];
}

function textLine({ account, assessment, band }: AccountStanding): string {
  const { facts, seats, health } = assessment;
  const score = health.scoreTenths === null ? '–' : formatTenths(health.scoreTenths);
  const use = seats.utilizationTenths === null ? '–' : `${formatTenths(seats.utilizationTenths)} %`;
  const money = formatMoney({ minor: facts.mrr_minor, currency: facts.currency });
  const people = `${facts.active_users_30d}/${facts.paid_seats} seats`;
  return `${score.padStart(6)} ${(band ?? '').padEnd(10)} ${seats.bucket.padEnd(10)} ${use.padStart(8)} ${people}  ${money}/mo  ${account.name}`;
}
