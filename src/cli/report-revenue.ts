import type { Context } from '../app/context.ts';
import { portfolioMetrics } from '../app/portfolio/portfolio-metrics.ts';
import { revenueCohorts } from '../app/revenue/revenue-cohorts.ts';
import { revenueMetrics } from '../app/revenue/revenue-metrics.ts';
import type { RevenueMetrics, RevenueMonth } from '../app/revenue/revenue-reports.ts';
import { formatTenths } from '../domain/decimal.ts';
import { formatMoney } from '../domain/money.ts';
import type { CohortDimension } from '../domain/revenue/cohorts.ts';
import { MOVEMENT_KINDS } from '../domain/revenue/movements.ts';
import type { RetentionRates } from '../domain/revenue/retention-rates.ts';
import { adoptionJson } from '../published/adoption-json.ts';
import {
  cohortsCsv,
  cohortsJson,
  retentionsCsv,
  retentionsJson,
  revenueCsv,
  revenueJson,
} from '../published/revenue-json.ts';
import { adoptionSection } from '../slack/messages/adoption.ts';
import { decodeSlackText } from '../slack/mrkdwn.ts';
import { mrrAndArr, perMonth, plural } from '../words/numbers.ts';
import type { ReportFormat, ReportOptions } from './report.ts';
import { standText } from './stand.ts';

/** MRR by month, what moved it, retention, revenue per account and user, and how seats are used; CSV has the months. */
export async function portfolioText(ctx: Context, format: ReportFormat, months: ReportOptions): Promise<string> {
  const input = { from: months.from, to: months.to };
  if (format === 'csv') return revenueCsv(await revenueMetrics({ ctx, input }));
  const { adoption, revenue: report } = await portfolioMetrics({ ctx, input });
  if (format === 'json') return jsonText({ ...revenueJson(report), adoption: adoptionJson(adoption) });
  const { arpa, arpu, closing, stand, uncounted } = report;
  const users = [
    arpu.perPaidSeat && `${perMonth(arpu.perPaidSeat)} per paid seat`,
    arpu.perActiveUser && `${perMonth(arpu.perActiveUser)} per active user`,
  ].filter((text) => text !== null);
  return lines([
    standText(stand),
    `${mrrAndArr(closing.mrr)}${closing.mrr.partial ? ', partial' : ''}, ${plural(closing.payingAccounts, 'paying account')}`,
    `ARPA ${arpa === null ? '–' : perMonth(arpa)}, ARPU ${users.join(', ') || '–'}`,
    ...retentionLines(report),
    ...report.months.map((month) => monthLine(month, report.currency)),
    ...uncounted.map(({ accountId, reason }) => `not in MRR: ${accountId} (${reason})`),
    ...adoptionSection(adoption).map(plainLine),
  ]);
}

/** A line of a message without its marks. */
function plainLine(line: string): string {
  return decodeSlackText(line.replace(/^> */, '  ').replaceAll('*', ''));
}

/** NRR, GRR and logo retention over whole months. */
export async function retentionText(ctx: Context, format: ReportFormat, months: ReportOptions): Promise<string> {
  const report = await revenueMetrics({ ctx, input: { from: months.from, to: months.to } });
  if (format === 'csv') return retentionsCsv(report);
  if (format === 'json') return jsonText(retentionsJson(report));
  return lines([standText(report.stand), ...retentionLines(report)]);
}

/** Retention of groups of accounts. */
export async function cohortsText(ctx: Context, format: ReportFormat, by: CohortDimension): Promise<string> {
  const report = await revenueCohorts({ ctx, input: { by } });
  if (format === 'csv') return cohortsCsv(report);
  if (format === 'json') return jsonText(cohortsJson(report));
  return lines([
    standText(report.stand),
    ...report.cohorts.map(({ accounts, cohort, rates }) => {
      const said = rates === null ? 'hidden: fewer than 5' : ratesText(rates);
      return `${(cohort ?? 'not known').padEnd(24)} n ${String(accounts).padStart(5)}  ${said}`;
    }),
  ]);
}

function retentionLines({ retention }: RevenueMetrics): string[] {
  return retention.map((one) => {
    const span = `${one.months} months from ${one.from} to ${one.to}`;
    const left = one.unmeasured === 0 ? '' : `, ${one.unmeasured} not measured`;
    return `${span}: ${ratesText(one)}, ${plural(one.accounts, 'account')}${left}`;
  });
}

function ratesText({ expansionTenths, grrTenths, logoTenths, nrrTenths }: RetentionRates): string {
  const share = (tenths: number | null): string => (tenths === null ? '–' : `${formatTenths(tenths)} %`);
  return `NRR ${share(nrrTenths)}, GRR ${share(grrTenths)}, logos ${share(logoTenths)}, expansion ${share(expansionTenths)}`;
}

function monthLine({ changeMinor, closing, complete, month, movements }: RevenueMonth, currency: string): string {
  const amount = (minor: number): string => formatMoney({ minor, currency });
  const moved = MOVEMENT_KINDS.filter((kind) => movements[kind].accounts > 0).map(
    (kind) => `${kind} ${amount(movements[kind].minor)}`,
  );
  const name = `${month}${complete ? '' : ' so far'}`;
  return `${name.padEnd(15)} ${perMonth(closing.mrr).padStart(16)}  ${amount(changeMinor).padStart(12)}  ${moved.join(', ')}`;
}

function jsonText(body: object): string {
  return `${JSON.stringify(body, null, 2)}\n`;
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
