import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { backtest } from '../app/backtest/backtest.ts';
import { storedLabels } from '../app/backtest/stored-labels.ts';
import type { Context } from '../app/context.ts';
import { AppError, messageOf } from '../lib/errors.ts';
import { backtestJson } from './backtest-json.ts';
import { readLabels } from './backtest-labels.ts';
import { backtestText } from './backtest-text.ts';
import { type CliIo, EXIT } from './io.ts';

const USAGE = 'Usage: cs-pulse backtest [--labels FILE.csv] [--calls 10] [--draws 400] [--seed 1] [--json]';

interface BacktestArguments {
  /** Null: the losses that are stored. */
  readonly labels: string | null;
  readonly calls: number;
  readonly draws: number;
  readonly seed: number;
  readonly json: boolean;
}

/** @throws AppError `invalid` for wrong arguments. */
export function readBacktestArguments(argv: string[]): BacktestArguments {
  const { values } = parseArgs({
    args: argv,
    options: {
      labels: { type: 'string' },
      calls: { type: 'string' },
      draws: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  if (values.labels === '')
    throw new AppError('invalid', `--labels: is empty; name the file with the outcomes.\n${USAGE}`);
  return {
    labels: values.labels ?? null,
    calls: wholeNumber('--calls', values.calls ?? '10', 1),
    draws: wholeNumber('--draws', values.draws ?? '400', 0),
    seed: wholeNumber('--seed', values.seed ?? '1', 0),
    json: values.json === true,
  };
}

/**
 * Scores past days and holds them against what became of the accounts: 0 when the report was printed.
 * @throws AppError `invalid` for wrong arguments or labels.
 */
export async function backtestCommand(argv: string[], io: CliIo, ctx: Context): Promise<number> {
  const { labels: file, json, ...options } = readBacktestArguments(argv);
  const { timeZone, reportingCurrency } = ctx;
  const frame = { timeZone, currency: reportingCurrency };
  const labels = file === null ? await storedLabels({ ctx }) : readLabels(await readContent(file, io), frame);
  const onDay = (done: number, total: number): void => {
    if (done % 10 === 0 || done === total) io.err(`${done}/${total} days scored\n`);
  };
  const report = await backtest({ ctx, input: { labels, ...options, onDay } });
  const name = file === null ? 'Stored losses' : file === '-' ? 'standard input' : basename(file);
  if (json) io.out(`${JSON.stringify(backtestJson(report, reportingCurrency))}\n`);
  else io.out(backtestText(report, name, timeZone));
  return EXIT.ok;
}

function wholeNumber(name: string, text: string, least: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) >= least) return Number(text);
  throw new AppError('invalid', `${name}: ${text} is no whole number from ${least} to 999999.\n${USAGE}`);
}

async function readContent(file: string, io: CliIo): Promise<string> {
  if (file === '-') return io.stdin();
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('invalid', `--labels: ${file} cannot be read (${messageOf(error)}). Check the path.`);
  }
}
