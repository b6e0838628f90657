import { localDayOf } from '../../lib/local-time.ts';
import type { Context } from '../context.ts';
import { definitionHash } from '../definition/definition-hash.ts';
import type { DigestPlan } from '../digest/digest-plan.ts';
import { preferences } from '../preferences/preferences.ts';
import type { SettingsReport } from './settings-report.ts';

export interface SettingsInput {
  /** Who asks. */
  readonly slackUserId: string;
  readonly plans: readonly DigestPlan[];
  readonly fallbackOwner: string | null;
  /** Local time of the team and weekdays of the direct messages. */
  readonly at: string;
  readonly days: readonly number[];
  /** Why nothing can be posted in a channel; null: it can. */
  readonly refusalOf: (channel: string) => Promise<string | null>;
}

const NO_CHANNEL = 'no channel is configured: set PULSE_CHANNEL, or channel in the settings file';

/** What is posted where and when, the rules in force, and what the asker chose for themselves. */
export async function showSettings({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: SettingsInput;
}): Promise<SettingsReport> {
  const { at, days, fallbackOwner, plans, refusalOf, slackUserId } = input;
  const refusal = (channel: string | null) => (channel === null ? Promise.resolve(NO_CHANNEL) : refusalOf(channel));
  const digests = [];
  for (const plan of plans) {
    const rollupRefused = plan.rollup === null ? null : await refusal(plan.rollup.channel);
    digests.push({ ...plan, refused: await refusal(plan.channel), rollupRefused });
  }
  const { dmDigest: wanted, timeZone } = await preferences({ ctx, input: { slackUserId } });
  return {
    today: localDayOf(ctx.now(), ctx.timeZone),
    timeZone: ctx.timeZone,
    reportingCurrency: ctx.reportingCurrency,
    definition: `${ctx.health.id}@${ctx.health.version}`,
    definitionHash: definitionHash(ctx),
    fallbackOwner,
    digests,
    own: { at, days, wanted, timeZone: timeZone ?? ctx.timeZone },
  };
}
