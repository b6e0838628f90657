import type { RevenueCohort, RevenueCohorts } from '../../app/revenue/revenue-reports.ts';
import { COHORT_DIMENSIONS, type CohortDimension, LEAST_ACCOUNTS } from '../../domain/revenue/cohorts.ts';
import { monthsText, monthText } from '../../words/months.ts';
import { dayAndYear, percent, perMonth, plural } from '../../words/numbers.ts';
import { plain, untrusted } from '../mrkdwn.ts';
import { join, standLine } from './account-lines.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';
import { ratesText } from './portfolio-metrics.ts';
import { moneyCell, percentCell } from './standing-table.ts';
import { type Cell, dataTable, NOTHING, type ShownTable, TABLE_FROM } from './table.ts';

const BY_WORDS: Readonly<Record<CohortDimension, string>> = {
  month: 'month of first payment',
  industry: 'industry',
  size: 'paid seats at the start',
  plan: 'plan',
};
const UNKNOWN = 'not known';
/** Of a table; more of them are counted. */
const MOST_COHORTS = 60;

/** What became of the MRR of groups of accounts; small groups are counted and hidden. */
export function cohortsMessage(report: RevenueCohorts, { money }: Viewer): SlackMessage {
  const title = `*Cohorts by ${BY_WORDS[report.by]}* · ${spanText(report)}`;
  const others = COHORT_DIMENSIONS.filter((by) => by !== report.by).map((by) => `\`/pulse cohorts ${by}\``);
  const notes = [
    ...(report.unmeasured === 0
      ? []
      : [`${plural(report.unmeasured, 'account')} not measured: MRR not known, or no rate`]),
    `Also ${others.join(', ')}`,
  ];
  const foot = standLine(report.stand);
  const shown = report.cohorts.slice(0, MOST_COHORTS);
  const lines = shown.map((cohort) => cohortLine(cohort, report, money));
  if (lines.length === 0) lines.push('Nobody paid at the start of it.');
  const { kept, left: cut } = fitLines(lines);
  const restLine = (left: number): string[] => (left > 0 ? [`…and ${plural(left, 'more group')}`] : []);
  const left = cut + report.cohorts.length - shown.length;
  const text = { lines: [title, ...kept], tail: [...restLine(left), ...notes, foot] };
  const classic = [...sections([title, ...kept, ...restLine(left), ...notes]), context(foot)];
  const table = cohortsTable(report, shown, money);
  if (table === null) return message(text, classic);
  const beyond = restLine(table.left + report.cohorts.length - shown.length);
  return message(text, [...sections([title]), table.block, ...sections([...beyond, ...notes]), context(foot)], classic);
}

function spanText({ by, from, to }: RevenueCohorts): string {
  if (by === 'month') return `from the end of their first month to ${dayAndYear(to)}`;
  return `${dayAndYear(from)} to ${dayAndYear(to)}`;
}

/** `*Media* n = 12 · NRR 104.0 % · GRR 91.0 % · logos 92.0 % · expansion 13.0 % · $5,000/mo → $5,200/mo`. */
function cohortLine({ accounts, ages, cohort, rates }: RevenueCohort, report: RevenueCohorts, money: boolean): string {
  const name = cohort === null ? UNKNOWN : untrusted(nameOf(cohort, report.by), { max: 60, fallback: UNKNOWN });
  if (rates === null) return `> *${name}* n = ${accounts} · hidden: fewer than ${LEAST_ACCOUNTS}`;
  const amount = (minor: number): string => perMonth({ minor, currency: report.currency });
  const said = join([
    `> *${name}* n = ${accounts}`,
    money ? ratesText(rates) : null,
    rates.logoTenths === null ? null : `logos ${percent(rates.logoTenths)}`,
    money && rates.expansionTenths !== null ? `expansion ${percent(rates.expansionTenths)}` : null,
    money ? `${amount(rates.startMinor)} → ${amount(rates.endMinor)}` : null,
  ]);
  const byAge = ages.flatMap(({ months, nrrTenths }) =>
    nrrTenths === null ? [] : [`${percent(nrrTenths)} after ${monthsText(months)}`],
  );
  return money && byAge.length > 0 ? `${said}\n>      NRR ${byAge.join(', ')}` : said;
}

function nameOf(cohort: string, by: CohortDimension): string {
  return by === 'month' ? cohort.replace(/^\d{4}-\d{2}/, monthText) : cohort;
}

function cohortsTable({ by, currency }: RevenueCohorts, shown: readonly RevenueCohort[], money: boolean) {
  if (shown.length < TABLE_FROM) return null;
  const amount = (minor: number | undefined): Cell => (minor === undefined ? NOTHING : moneyCell({ minor, currency }));
  const rows = shown.map(({ accounts, cohort, rates }): Cell[] => [
    cohort === null ? UNKNOWN : plain(nameOf(cohort, by), { max: 60, fallback: UNKNOWN }),
    { value: accounts, text: String(accounts) },
    percentCell(rates?.logoTenths ?? null),
    ...(money
      ? [
          percentCell(rates?.nrrTenths ?? null),
          percentCell(rates?.grrTenths ?? null),
          percentCell(rates?.expansionTenths ?? null),
          amount(rates?.startMinor),
          amount(rates?.endMinor),
        ]
      : []),
  ]);
  const header = ['Group', 'n', 'Logos', ...(money ? ['NRR', 'GRR', 'Expansion', 'MRR at start', 'MRR at end'] : [])];
  const table: ShownTable | null = dataTable({ caption: `Cohorts by ${BY_WORDS[by]}`, header, rows });
  return table;
}
