import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { migrate, migrationState } from '../store/migrate.ts';
import { type Environment, openDatabase } from './database.ts';
import { type CliIo, EXIT } from './io.ts';

/** Applies what is pending, or with `--check` only says what is (exit 1 when something is). */
export async function migrateCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { check: { type: 'boolean' }, json: { type: 'boolean' } } });
  const database = await openDatabase(readConfig(env), env['PG_BIN']);
  try {
    if (values.check) {
      const state = await migrationState(database.url);
      const text = state.pending.length === 0 ? 'Nothing is pending.' : `Pending: ${state.pending.join(', ')}`;
      io.out(values.json ? `${JSON.stringify(state)}\n` : `${text}\n`);
      return state.pending.length === 0 ? EXIT.ok : EXIT.problem;
    }
    const applied = await migrate(database.url);
    const text = applied.length === 0 ? 'Nothing was pending.' : `Applied: ${applied.join(', ')}`;
    io.out(values.json ? `${JSON.stringify({ applied })}\n` : `${text}\n`);
    return EXIT.ok;
  } finally {
    await database.close();
  }
}
