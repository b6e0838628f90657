import { parseArgs } from 'node:util';
import { readSqlSource } from '../app/sql/read-source.ts';
import type { SqlQueryReport, SqlReport, SqlSource, SqlStep } from '../app/sql/sql-source.ts';
import { sqlIntake } from '../ingest/sql/store-rows.ts';
import { AppError } from '../lib/errors.ts';
import { runnerName } from '../lib/runner-name.ts';
import { sqlAddress } from '../wiring/sql-side.ts';
import type { CommandContext } from './database.ts';
import { type CliIo, EXIT } from './io.ts';
import { untilSignal } from './until-signal.ts';

const USAGE = `Usage: cs-pulse source run NAME [--kind K] [--since WATERMARK] [--dry-run] [--json]
       NAME is one of sources.sql in the settings file`;
const STEP_ROWS = 5000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: cells of strangers must not steer a terminal.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function readSourceRunArguments(argv: string[]) {
  const { positionals, values } = parseArgs({
    args: argv,
    options: {
      kind: { type: 'string' },
      since: { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new AppError('invalid', USAGE);
  const { kind, since, 'dry-run': dryRun = false, json = false } = values;
  if (since !== undefined && kind === undefined) {
    throw new AppError('invalid', `--since: is a watermark of one query; name it with --kind.\n${USAGE}`);
  }
  return { name, kind, since, dryRun, json };
}

/**
 * Reads a database of the team now, whatever its schedule says. Ctrl-C ends it after the batch that is being stored,
 * and the next read goes on from there. Resolves to the exit code: 0, or 1 when a query failed or rows were refused.
 * @throws AppError `invalid` for a source or kind that is not configured, `conflict` while another process reads it,
 * `unavailable` when their database or ours is not there.
 */
export async function sourceRunCommand(argv: string[], io: CliIo, command: CommandContext): Promise<number> {
  const { dryRun, json, kind, name, since } = readSourceRunArguments(argv);
  const { config, ctx, settings } = command;
  const source = configured(settings.sources.sql, name, kind);
  const address = sqlAddress(config, source);
  if (!('url' in address)) throw new AppError('invalid', `${address.problem}; ${address.remedy}.`);
  const stop = new AbortController();
  let failed: unknown;
  void untilSignal((error) => {
    failed = error;
  }).then(() => stop.abort());
  const input = { source, url: address.url, intake: sqlIntake, runner: runnerName(), scheduled: false };
  const onStep = stepPrinter(io);
  const report = await readSqlSource({ ctx, input: { ...input, kind, since, dryRun, stop: stop.signal, onStep } });
  if (failed !== undefined) throw failed;
  if (report === null) {
    throw new AppError(
      'conflict',
      `${name} is being read by another process. Try again when it is done, or wait 2 min.`,
    );
  }
  if (report.error !== null) throw new AppError('unavailable', `${name} was not read: ${report.error}.`);
  io.out(json ? `${JSON.stringify(jsonOf(report))}\n` : textOf(report));
  const well = report.queries.every(({ outcome, rejected }) => outcome === 'ended' && rejected === 0);
  return well && !stop.signal.aborted ? EXIT.ok : EXIT.problem;
}

function configured(sources: readonly SqlSource[], name: string, kind: string | undefined): SqlSource {
  const source = sources.find((entry) => entry.name === name);
  if (!source) {
    const known = sources.map((entry) => entry.name).join(', ') || 'none';
    throw new AppError('invalid', `"${name}" is not in sources.sql of the settings file; there are: ${known}.`);
  }
  const kinds = source.queries.map((query) => query.kind);
  if (kind === undefined || kinds.includes(kind)) return source;
  throw new AppError('invalid', `--kind ${kind}: ${name} has no query of that kind; there are: ${kinds.join(', ')}.`);
}

/** A line per thousands of rows, against what their planner expects of the query. */
function stepPrinter(io: CliIo): (step: SqlStep) => void {
  let printed = { kind: '', step: 0 };
  let expected: number | null = null;
  return ({ expected: planned, kind, mark, rows }) => {
    const step = Math.floor(rows / STEP_ROWS);
    if (planned !== null) expected = planned;
    if (printed.kind === kind && printed.step === step) return;
    const of = expected === null || expected < rows ? '' : ` of about ${expected}`;
    if (rows > 0) io.err(`${kind}: ${rows}${of} rows, up to ${mark}\n`);
    printed = { kind, step };
  };
}

function textOf({ dryRun, queries, source }: SqlReport): string {
  const verb = dryRun ? 'would be stored (dry run)' : 'stored';
  return queries
    .map((query) => linesOf(source, query, verb).join('\n'))
    .join('\n')
    .concat('\n');
}

function linesOf(source: string, query: SqlQueryReport, verb: string): string[] {
  const { accepted, duplicates, error, ignoredColumns, kind, mark, outcome, rejected, rows, samples, withoutMark } =
    query;
  const end = outcome === 'stopped' ? ', stopped: the next read goes on from there' : '';
  return [
    `${kind} from ${source}: ${rows} rows${mark === null ? '' : `, up to ${mark}`}${end}`,
    `  ${accepted} ${verb}, ${duplicates} unchanged, ${rejected} rejected`,
    ...(error === null ? [] : [`  failed: ${error}`]),
    ...(ignoredColumns.length > 0 ? [`  columns not read: ${ignoredColumns.join(', ')}`] : []),
    ...(withoutMark ? [`  ${withoutMark} rows have no watermark and are never read`] : []),
    ...samples.map(({ mark: at, reason }) => `  at ${at}: ${reason}`),
    ...(rejected > samples.length ? [`  and ${rejected - samples.length} more`] : []),
  ].map((line) => line.replace(CONTROL, ' '));
}

function jsonOf({ dryRun, queries, source }: SqlReport) {
  return {
    source,
    dry_run: dryRun,
    queries: queries.map(({ ignoredColumns, withoutMark, ...query }) => ({
      ...query,
      ignored_columns: ignoredColumns,
      without_watermark: withoutMark,
    })),
  };
}
