import { parseArgs } from 'node:util';
import { loadWatermarks } from '../store/sources.ts';
import type { CommandContext } from './database.ts';
import { type CliIo, EXIT } from './io.ts';

/** @throws a TypeError of Node's parser for arguments that are not understood. */
export function readSourceListArguments(argv: string[]): { readonly json: boolean } {
  const { values } = parseArgs({ args: argv, options: { json: { type: 'boolean' } } });
  return { json: values.json === true };
}

/** Prints every source and how far it has come: 0. */
export async function sourceListCommand(argv: string[], io: CliIo, { ctx }: CommandContext): Promise<number> {
  const { json } = readSourceListArguments(argv);
  const marks = await loadWatermarks(ctx.db);
  if (json) io.out(`${JSON.stringify(marks)}\n`);
  for (const { kind, source } of json ? [] : marks) io.out(`${source} ${kind}\n`);
  return EXIT.ok;
}
