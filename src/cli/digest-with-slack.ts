import { digestParts } from '../wiring/jobs-side.ts';
import { createBackground } from '../wiring/slack-side.ts';
import { type Environment, withContext } from './database.ts';
import { checkDigestArguments, digestCommand } from './digest.ts';
import type { CliIo } from './io.ts';

/** The digest command with the configured channel and, where tokens are set, Slack behind it. */
export async function digestWithSlack(argv: string[], io: CliIo, env: Environment): Promise<number> {
  checkDigestArguments(argv);
  return withContext(env, ({ ctx, config }) => {
    const publisher = config.slack && createBackground(config.slack, ctx.log).publisher;
    return digestCommand(argv, io, { ctx, deps: { ...digestParts(config), channel: config.pulseChannel, publisher } });
  });
}
