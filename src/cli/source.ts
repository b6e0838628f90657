import { AppError } from '../lib/errors.ts';
import { type Environment, withContext } from './database.ts';
import type { CliIo } from './io.ts';
import { readSourceListArguments, sourceListCommand } from './source-list.ts';
import { readSourceRunArguments, sourceRunCommand } from './source-run.ts';
import { sourceTestCommand } from './source-test.ts';

const USAGE = `Usage: cs-pulse source list [--json]
       cs-pulse source test NAME [--url URL] [--json]
       cs-pulse source run NAME [--kind K] [--since WATERMARK] [--dry-run] [--json]`;

type Action = (argv: string[], io: CliIo, env: Environment) => Promise<number>;

/** What can be done with sources, by the word after `source`. */
const ACTIONS: Readonly<Record<string, Action | undefined>> = {
  list: (argv, io, env) => {
    readSourceListArguments(argv);
    return withContext(env, (command) => sourceListCommand(argv, io, command));
  },
  test: sourceTestCommand,
  run: (argv, io, env) => {
    readSourceRunArguments(argv);
    return withContext(env, (command) => sourceRunCommand(argv, io, command));
  },
};

/**
 * Lists, tests and runs the sources of data.
 * @throws AppError `invalid` for an action that there is not, and what the actions throw.
 */
export async function sourceCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  const [name = '', ...rest] = argv;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new AppError('invalid', USAGE);
  return action(rest, io, env);
}
