import type { ImportReport } from '../ingest/csv/import-report.ts';

const SHOWN = 50;
/** What becomes of rows that share an id and differ, where not the last row holds. */
const SHARED: Readonly<Record<string, string>> = {
  events: 'each row is kept as an event of its own',
  subscriptions: 'each row is kept',
  seats: 'each row is kept',
  nps: 'the first answer is kept',
  tickets: 'each is one ticket, of which the newest statement holds',
};
const DELIMITERS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

/**
 * The report of an import for people.
 * @param rejectedFile where the rejected rows were written
 */
export function importText(report: ImportReport, rejectedFile?: string): string {
  const verb = report.dryRun ? 'would be stored (dry run)' : 'stored';
  const lines = [
    `${report.file}: ${report.rows} rows of ${report.kind}`,
    `  ${report.accepted} ${verb}, ${report.duplicates} unchanged, ${report.rejectedRows} rejected`,
    `  read as ${readingText(report)}`,
    ...columnLines(report),
    ...keptLines(report),
    ...rejectedLines(report, rejectedFile),
  ];
  // What a file holds must not steer the terminal.
  return lines.map((line) => `${line.replace(/\p{C}/gu, '?')}\n`).join('');
}

function readingText({ reading: { dateFormat, decimal, delimiter, encoding } }: ImportReport): string {
  const amounts = decimal === null ? '' : `, amounts with a decimal ${decimal === ',' ? 'comma' : 'point'}`;
  return `${encoding}, separated by ${DELIMITERS[delimiter] ?? delimiter}, days as ${dateFormat}${amounts}`;
}

function columnLines({ ignoredColumns, reading }: ImportReport): string[] {
  const filled = reading.columns.map(({ column, field }) => `"${column}" as ${field}`);
  return [
    ...(filled.length > 0 ? [`  columns read by another name: ${filled.join(', ')}`] : []),
    ...(ignoredColumns.length > 0 ? [`  columns not read: ${ignoredColumns.join(', ')}`] : []),
  ];
}

function keptLines(report: ImportReport): string[] {
  const { afterEnd, allIdsCompared, beforeStart, dryRun, kind, newAccounts, sharedIds } = report;
  const made = dryRun ? 'would be made' : 'were made';
  const lines: string[] = [];
  if (newAccounts > 0) lines.push(`${newAccounts} accounts ${made} from rows that only name them`);
  if (beforeStart > 0) lines.push(`${beforeStart} rows are from before their account was a customer; kept`);
  if (afterEnd > 0) lines.push(`${afterEnd} rows are from after their account had left; kept`);
  if (sharedIds > 0) {
    lines.push(`${sharedIds} ids stand on rows that differ; ${SHARED[kind] ?? 'of each field the last row holds'}`);
  }
  if (!allIdsCompared) lines.push('the file has more ids than are compared with one another');
  return lines.map((line) => `  ${line}`);
}

function rejectedLines({ rejected, rejectedRows }: ImportReport, file: string | undefined): string[] {
  const shown = rejected.slice(0, SHOWN).map(({ column, line, reason }) => {
    return `  line ${line}${column === null ? '' : `, column "${column}"`}: ${reason}`;
  });
  const more = rejectedRows - shown.length;
  if (more > 0) shown.push(`  and ${more} more${file === undefined ? ' (--rejected FILE.csv takes all)' : ''}`);
  if (file !== undefined && rejectedRows > 0) shown.push(`  rejected rows are in ${file}`);
  return shown;
}
