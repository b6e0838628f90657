import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { noteFailure } from '../http/failure.ts';
import { explainUnavailable } from '../wiring/explain-unavailable.ts';
import { type Environment, withContext } from './database.ts';
import { type CliIo, EXIT } from './io.ts';
import { osUser } from './os-user.ts';
import { untilSignal } from './until-signal.ts';

/**
 * Answers an agent on standard input and output, until it closes them or a signal comes: 0, or 1 after an error that
 * nothing handled. Whoever may open the database needs no key.
 */
export async function mcpCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  parseArgs({ args: argv, options: { json: { type: 'boolean' } } });
  return withContext(env, async ({ ctx }) => {
    const { serveStdio } = await import('../mcp/stdio.ts');
    const explained = explainUnavailable(ctx.log);
    const deps = {
      ctx,
      actor: osUser(),
      explain: <T>(work: () => Promise<T>): Promise<T> => explained((run: () => Promise<T>) => run())(work),
      onFailure: (error: unknown, tool: string) => noteFailure(ctx.log, error, { method: 'stdio', path: tool }).message,
    };
    const told = untilSignal((error) => ctx.log.error({ err: error }, 'an error that nothing handled; stopping'));
    const closed = once(process.stdin, 'end').then(() => 'closed' as const);
    const ended = Promise.race([closed, told]);
    await serveStdio(deps, ended);
    const reason = await ended;
    if (reason === 'error') io.err('cs-pulse mcp: stopped after an error; the lines above say which.\n');
    return reason === 'error' ? EXIT.problem : EXIT.ok;
  });
}
