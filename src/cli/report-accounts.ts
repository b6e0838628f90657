import type { AccountStanding } from '../app/accounts/account-report.ts';
import { publishedStanding } from '../app/accounts/published-standing.ts';
import type { Context } from '../app/context.ts';
import type { DataStand } from '../app/freshness/freshness-report.ts';
import { portfolioReport } from '../app/portfolio/portfolio-report.ts';
import { seatReport } from '../app/seats/seat-report.ts';
import { formatTenths } from '../domain/decimal.ts';
import { formatMoney } from '../domain/money.ts';
import { seatReportJson, seatReportRows } from '../published/seat-report-json.ts';
import { standJson } from '../published/stand-json.ts';
import { standingsCsv } from '../published/standings-csv.ts';
import type { ReportFormat } from './report.ts';
import { standText } from './stand.ts';

/** Every account, the lowest score first. */
export async function healthText(ctx: Context, format: ReportFormat): Promise<string> {
  const { stand, standings } = await portfolioReport({ ctx });
  return print(format, stand, standings, () => ({ accounts: standings.map((row) => publishedStanding(row, stand)) }));
}

/** The accounts of the seat report's sections. */
export async function utilizationText(ctx: Context, format: ReportFormat): Promise<string> {
  const report = await seatReport({ ctx, input: { filter: {} } });
  return print(format, report.stand, seatReportRows(report), () => seatReportJson(report));
}

function print(format: ReportFormat, stand: DataStand, rows: readonly AccountStanding[], body: () => object): string {
  if (format === 'csv') return standingsCsv(rows, stand);
  if (format === 'json') {
    return `${JSON.stringify({ ...standJson(stand), definition: stand.definition, ...body() }, null, 2)}\n`;
  }
  const lines = rows.map(textLine);
  return [`${standText(stand)} (${stand.definition})`, ...lines, ''].join('\n');
}

function textLine({ account, assessment, band }: AccountStanding): string {
  const { facts, seats, health } = assessment;
  const score = health.scoreTenths === null ? '–' : formatTenths(health.scoreTenths);
  const use = seats.utilizationTenths === null ? '–' : `${formatTenths(seats.utilizationTenths)} %`;
  const money = formatMoney({ minor: facts.mrr_minor, currency: facts.currency });
  const people = `${facts.active_users_30d}/${facts.paid_seats} seats`;
  return `${score.padStart(6)} ${(band ?? '').padEnd(10)} ${seats.bucket.padEnd(10)} ${use.padStart(8)} ${people}  ${money}/mo  ${account.name}`;
}
