import { parseArgs } from 'node:util';
import type { Context } from '../app/context.ts';
import { updateEpisodes } from '../app/episodes/update-episodes.ts';
import { snapshotScores } from '../app/snapshots/snapshot-scores.ts';
import { verifySnapshots } from '../app/snapshots/verify-snapshots.ts';
import { type Environment, withContext } from './database.ts';
import { dayArgument } from './day-argument.ts';
import { type CliIo, EXIT } from './io.ts';

const USAGE = 'Usage: cs-pulse snapshot [--date YYYY-MM-DD] [--rebuild | --verify] [--json]';

/**
 * Scores every account for a day, or computes stored snapshots again: 0, 1 when one differs, 2 for wrong arguments.
 * @throws AppError `invalid` for a day that is none.
 */
export async function snapshotCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  const options = {
    date: { type: 'string' },
    rebuild: { type: 'boolean' },
    verify: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ args: argv, options });
  const day = dayArgument('--date', values.date, USAGE);
  if (values.rebuild && values.verify) {
    io.err(`Choose --rebuild or --verify, not both.\n${USAGE}\n`);
    return EXIT.usage;
  }
  const json = values.json === true;
  if (values.verify) return withContext(env, ({ ctx }) => checkSnapshots(ctx, io, day, json));
  const input = { day, rebuild: values.rebuild };
  return withContext(env, ({ ctx }) => takeSnapshot(ctx, io, input, json));
}

/** Takes the snapshot and says what became of it. */
export async function takeSnapshot(
  ctx: Context,
  io: CliIo,
  input: { readonly day: string | undefined; readonly rebuild: boolean | undefined },
  json: boolean,
): Promise<number> {
  const outcome = await snapshotScores({ ctx, input });
  await updateEpisodes({ ctx, input: { day: input.day } });
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

/** Computes the snapshots of a day, or of all days, again and says which differ from what is stored. */
async function checkSnapshots(ctx: Context, io: CliIo, day: string | undefined, json: boolean): Promise<number> {
  const { days, checked, different, differences } = await verifySnapshots({ ctx, input: { day } });
  if (json) {
    const listed = differences.map(({ accountId, ...rest }) => ({ account_id: accountId, ...rest }));
    io.out(`${JSON.stringify({ days, checked, different, differences: listed })}\n`);
  } else {
    for (const { accountId, day: on, revision, what } of differences) {
      io.out(`${on} revision ${revision} ${accountId}: ${DIFFERENCES[what]}\n`);
    }
    io.out(`${checked} snapshots of ${days} days computed again: ${different} differ.\n`);
  }
  return different === 0 ? EXIT.ok : EXIT.problem;
}

const DIFFERENCES = {
  rules: 'its rules were not kept, or this version reads them in another way',
  inputs: 'its stored facts are not those that were scored (or REPORTING_CURRENCY was another one)',
  result: 'its stored result differs; "cs-pulse snapshot --date D --rebuild" writes the next revision',
} as const;
