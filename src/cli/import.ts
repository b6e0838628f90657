import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Context } from '../app/context.ts';
import { type ImportCsv, importCsv } from '../ingest/csv/import-csv.ts';
import { importMovements } from '../ingest/csv/import-movements.ts';
import type { ImportReport } from '../ingest/csv/import-report.ts';
import { AppError } from '../lib/errors.ts';
import { importContent } from './import-content.ts';
import { importText } from './import-text.ts';
import { type CliIo, EXIT } from './io.ts';
import { progressBar } from './progress-bar.ts';
import { withRejectedFile } from './rejected-file.ts';

const USAGE = `Usage: cs-pulse import KIND FILE.csv [--map COLUMN=FIELD]… [--date-format DD-MM-YYYY] [--decimal , or .]
                       [--dry-run] [--rejected FILE.csv] [--json]
       cs-pulse import seats FILE.csv --movements   (account_id, item, kind, delta, effective_at, actor, note, key, corrects)
       KIND: accounts, subscriptions, seats, users, contacts, events, tickets, nps, churn   (FILE - reads standard input)`;

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function readImportArguments(argv: string[]) {
  const { values, positionals } = parseArgs({
    args: argv,
    options: {
      map: { type: 'string', multiple: true },
      'date-format': { type: 'string' },
      decimal: { type: 'string' },
      'dry-run': { type: 'boolean' },
      rejected: { type: 'string' },
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
  const decimal = decimalMark(values.decimal);
  return { kind, file, values, movements, decimal, map: columnMap(values.map ?? []) };
}

/**
 * Imports a CSV file. Resolves to the exit code: 0, or 1 when rows were rejected.
 * @throws AppError `invalid` for wrong arguments or a file that cannot be used, `unavailable` without a database.
 */
export async function importCommand(argv: string[], io: CliIo, ctx: Context): Promise<number> {
  const { decimal, file, kind, map, movements, values } = readImportArguments(argv);
  const progress = progressBar(io, ctx);
  const input: ImportCsv = {
    ctx,
    kind,
    content: await importContent(file, io),
    fileName: file === '-' ? 'standard input' : basename(file),
    map,
    dateFormat: values['date-format'],
    decimal,
    dryRun: values['dry-run'],
    onProgress: progress.show,
  };
  const verb = movements ? importMovements : importCsv;
  const run = async (onRejected?: ImportCsv['onRejected']): Promise<ImportReport> => {
    try {
      return await verb({ ...input, onRejected });
    } finally {
      progress.end();
    }
  };
  const { rejected } = values;
  const report = rejected === undefined ? await run() : await withRejectedFile({ path: rejected, input: file }, run);
  io.out(values.json === true ? `${JSON.stringify(report)}\n` : importText(report, rejected));
  return report.rejectedRows > 0 ? EXIT.problem : EXIT.ok;
}

function decimalMark(text: string | undefined): '.' | ',' | undefined {
  if (text === undefined || text === '.' || text === ',') return text;
  throw new AppError(
    'invalid',
    `--decimal ${text}: needs . or , (the mark before the fraction of an amount).\n${USAGE}`,
  );
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
