import { parseArgs } from 'node:util';
import type { ChangeReport } from '../app/changes/change-report.ts';
import { type ChangeStand, changeStand } from '../app/changes/change-stand.ts';
import { whyChanged } from '../app/changes/explain-change.ts';
import type { Context } from '../app/context.ts';
import { AppError } from '../lib/errors.ts';
import { standJson } from '../published/stand-json.ts';
import { whyJson } from '../published/why-json.ts';
import { changeLines, changeTitle } from '../slack/messages/change.ts';
import { plain } from '../words/plain.ts';
import { dayArgument } from './day-argument.ts';
import { type CliIo, EXIT } from './io.ts';
import { standText } from './stand.ts';

const USAGE = 'Usage: cs-pulse why ACCOUNT [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--json]';

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function readWhyArguments(argv: string[]) {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [accountId, ...rest] = positionals;
  if (!accountId || rest.length > 0) throw new AppError('invalid', `why: name one account by its id.\n${USAGE}`);
  for (const name of ['from', 'to'] as const) dayArgument(`--${name}`, values[name], USAGE);
  if (values.from !== undefined && values.to !== undefined && values.from > values.to) {
    throw new AppError('invalid', `--from: ${values.from} is after ${values.to}.\n${USAGE}`);
  }
  return { input: { accountId, from: values.from, to: values.to }, json: values.json === true };
}

/**
 * Says what moved an account's score between two snapshots: 0 when it was printed.
 * @throws AppError `invalid` for wrong arguments, `not_found` for an unknown account or a day without a snapshot.
 */
export async function whyCommand(argv: string[], io: CliIo, ctx: Context): Promise<number> {
  const { input, json } = readWhyArguments(argv);
  const report = await whyChanged({ ctx, input });
  const stand = await changeStand(ctx, report);
  io.out(json ? `${JSON.stringify({ ...whyJson(report), ...standJson(stand) })}\n` : whyText(report, stand));
  return EXIT.ok;
}

function whyText(report: ChangeReport, stand: ChangeStand): string {
  const { accountId, name } = report.account;
  const lines = changeLines(report, plain).map((line) => `  ${line}`);
  const title = accountId === name ? accountId : `${name} (${accountId})`;
  return `${[title, changeTitle(report), ...lines, standText(stand)].join('\n')}\n`;
}
