import type { DigestPlan } from '../app/digest/digest-plan.ts';
import { weekdayOf } from '../domain/day.ts';
import { digestPlans } from '../wiring/digest-plans.ts';
import { digestParts, rollupOf } from '../wiring/jobs-side.ts';
import { createPeople } from '../wiring/people.ts';
import { createBackground, createSending } from '../wiring/slack-side.ts';
import { type Environment, withContext } from './database.ts';
import { checkDigestArguments, type DigestDeps, digestCommand } from './digest.ts';
import type { CliIo } from './io.ts';

/** The digest command for the first configured digest and, where tokens are set, Slack behind it. */
export async function digestWithSlack(argv: string[], io: CliIo, env: Environment): Promise<number> {
  checkDigestArguments(argv);
  return withContext(env, ({ ctx, config, settings }) => {
    const background = config.slack && createBackground(config.slack, ctx.log);
    const sending = background && createSending(config, background, ctx.log);
    const people =
      sending && createPeople({ settings, client: background.client, readers: sending.readers, log: ctx.log });
    const [plan] = digestPlans(config, settings);
    const { channel = null, filter, name } = plan ?? {};
    const publisher = sending?.publisher ?? null;
    const previewRollup = plan && rollupPreview(plan, config.moneyUsergroups.length === 0);
    const deps = { ...digestParts(config, people ?? undefined), previewRollup, channel, filter, name, publisher };
    return digestCommand(argv, io, { ctx, deps });
  });
}

/** The rollup of a day as a text; null on days without one. Where none is configured, nothing. */
function rollupPreview(plan: DigestPlan, money: boolean): DigestDeps['previewRollup'] {
  const [rollup] = rollupOf(plan, money);
  if (rollup === undefined) return undefined;
  const { channel, composeRollup, days, filter, renderRollup } = rollup;
  return async (ctx, day) => {
    if (!days.includes(weekdayOf(day))) return null;
    return { channel, text: renderRollup(await composeRollup({ ctx, input: { day, filter } })).text };
  };
}
