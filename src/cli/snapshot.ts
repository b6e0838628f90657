import { parseArgs } from 'node:util';
import type { Context } from '../app/context.ts';
import { snapshotScores } from '../app/snapshot-scores.ts';
import { type Environment, withContext } from './database.ts';
import { type CliIo, EXIT } from './io.ts';

const USAGE = 'Usage: cs-pulse snapshot [--date YYYY-MM-DD] [--rebuild] [--json]';

/** Scores every account for a day: 0, or 2 for wrong arguments. */
export async function snapshotCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  const options = { date: { type: 'string' }, rebuild: { type: 'boolean' }, json: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: argv, options });
  if (values.date !== undefined && !isCalendarDay(values.date)) {
    io.err(`--date: ${values.date} is no day; write it like 2026-03-01.\n${USAGE}\n`);
    return EXIT.usage;
  }
  const input = { day: values.date, rebuild: values.rebuild };
  return withContext(env, ({ ctx }) => takeSnapshot(ctx, io, input, values.json === true));
}

/** Takes the snapshot and says what became of it. */
export async function takeSnapshot(
  ctx: Context,
  io: CliIo,
  input: { readonly day: string | undefined; readonly rebuild: boolean | undefined },
  json: boolean,
): Promise<number> {
  const outcome = await snapshotScores({ ctx, input });
  if (json) {
    const { day, revision, state, accounts, changed, fleetFactor } = outcome;
    io.out(`${JSON.stringify({ date: day, revision, state, accounts, changed, fleet_factor: fleetFactor })}\n`);
  } else if (outcome.state === 'unchanged') {
    io.out(`${outcome.day}: nothing changed for ${outcome.accounts} accounts (revision ${outcome.revision}).\n`);
  } else {
    io.out(
      `${outcome.day}: ${outcome.changed} of ${outcome.accounts} accounts scored (revision ${outcome.revision}).\n`,
    );
  }
  return EXIT.ok;
}

function isCalendarDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
