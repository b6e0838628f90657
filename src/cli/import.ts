import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Context } from '../app/context.ts';
import { type ImportReport, importCsv } from '../ingest/csv/import-csv.ts';
import { importMovements } from '../ingest/csv/import-movements.ts';
import { AppError, messageOf } from '../lib/errors.ts';
import { type CliIo, EXIT } from './io.ts';

const SHOWN = 50;
const USAGE = `Usage: cs-pulse import KIND FILE.csv [--map COLUMN=FIELD]… [--date-format DD-MM-YYYY] [--dry-run] [--json]
       cs-pulse import seats FILE.csv --movements   (account_id, item, kind, delta, effective_at, actor, note, key, corrects)
       KIND: accounts, subscriptions, seats, users, contacts, events, tickets, nps   (FILE - reads standard input)`;

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function readImportArguments(argv: string[]) {
  const { values, positionals } = parseArgs({
    args: argv,
    options: {
      map: { type: 'string', multiple: true },
      'date-format': { type: 'string' },
      'dry-run': { type: 'boolean' },
      movements: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const [kind, file, ...rest] = positionals;
  if (kind === undefined || file === undefined || rest.length > 0) throw new AppError('invalid', USAGE);
  const movements = values.movements === true;
  if (movements && (kind !== 'seats' || values['dry-run'] === true)) {
    throw new AppError(
      'invalid',
      `--movements: is of seats, and has no dry run: each is checked as it is recorded.\n${USAGE}`,
    );
  }
  return { kind, file, values, movements, map: columnMap(values.map ?? []) };
}

/**
 * Imports a CSV file. Resolves to the exit code: 0, or 1 when rows were rejected.
 * @throws AppError `invalid` for wrong arguments or a file that cannot be used, `unavailable` without a database.
 */
export async function importCommand(argv: string[], io: CliIo, ctx: Context): Promise<number> {
  const { file, kind, map, movements, values } = readImportArguments(argv);
  let shown = -1;
  const report = await (movements ? importMovements : importCsv)({
    ctx,
    kind,
    content: await readContent(file, io),
    fileName: file === '-' ? 'standard input' : basename(file),
    map,
    dateFormat: values['date-format'],
    dryRun: values['dry-run'],
    onProgress: (done, total) => {
      const tenth = Math.floor((done * 10) / Math.max(total, 1));
      if (tenth === shown) return;
      shown = tenth;
      io.err(`${'#'.repeat(tenth).padEnd(10, '.')} ${done}/${total} rows\n`);
    },
  });
  if (values.json === true) io.out(`${JSON.stringify(report)}\n`);
  else io.out(textOf(report));
  return report.rejected.length > 0 ? EXIT.problem : EXIT.ok;
}

async function readContent(file: string, io: CliIo): Promise<string> {
  if (file === '-') return io.stdin();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('invalid', `${file} is not UTF-8. Save it as "CSV UTF-8".`);
    throw new AppError('invalid', `${file} cannot be read (${messageOf(error)}). Check the path.`);
  }
}

function columnMap(pairs: readonly string[]): Record<string, string> {
  const map: Record<string, string> = {};
  for (const pair of pairs) {
    const cut = pair.lastIndexOf('=');
    if (cut < 1 || cut === pair.length - 1) {
      throw new AppError('invalid', `--map ${pair}: needs COLUMN=FIELD, such as --map "Customer ID=account_id".`);
    }
    map[pair.slice(0, cut).trim()] = pair.slice(cut + 1).trim();
  }
  return map;
}

function textOf(report: ImportReport): string {
  const verb = report.dryRun ? 'would be stored (dry run)' : 'stored';
  const lines = [
    `${report.file}: ${report.rows} rows of ${report.kind}`,
    `  ${report.accepted} ${verb}, ${report.duplicates} unchanged, ${report.rejected.length} rejected`,
  ];
  if (report.ignoredColumns.length > 0) lines.push(`  columns not read: ${report.ignoredColumns.join(', ')}`);
  for (const { line, column, reason } of report.rejected.slice(0, SHOWN)) {
    lines.push(`  line ${line}${column === null ? '' : `, column "${column}"`}: ${reason}`);
  }
  if (report.rejected.length > SHOWN) lines.push(`  and ${report.rejected.length - SHOWN} more (--json lists all)`);
  return `${lines.join('\n')}\n`;
}
