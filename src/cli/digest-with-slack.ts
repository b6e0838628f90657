import { digestPlans } from '../wiring/digest-plans.ts';
import { digestParts } from '../wiring/jobs-side.ts';
import { createPeople } from '../wiring/people.ts';
import { createBackground } from '../wiring/slack-side.ts';
import { type Environment, withContext } from './database.ts';
import { checkDigestArguments, digestCommand } from './digest.ts';
import type { CliIo } from './io.ts';

/** The digest command for the first configured digest and, where tokens are set, Slack behind it. */
export async function digestWithSlack(argv: string[], io: CliIo, env: Environment): Promise<number> {
  checkDigestArguments(argv);
  return withContext(env, ({ ctx, config, settings }) => {
    const background = config.slack && createBackground(config.slack, ctx.log);
    const people = background && createPeople({ config, settings, client: background.client, log: ctx.log });
    const [plan] = digestPlans(config, settings);
    const { channel = null, filter, name } = plan ?? {};
    const publisher = background?.publisher ?? null;
    const deps = { ...digestParts(config, people ?? undefined), channel, filter, name, publisher };
    return digestCommand(argv, io, { ctx, deps });
  });
}
