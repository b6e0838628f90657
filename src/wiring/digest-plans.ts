import { type DigestPlan, TEAM_DIGEST } from '../app/digest/digest-plan.ts';
import type { Config } from '../config.ts';
import type { Settings } from '../settings.ts';

/** The digests of the settings file, or the one of the environment. */
export function digestPlans(config: Config, { digests }: Settings): DigestPlan[] {
  const { digestAt, digestDays, pulseChannel, timeZone } = config;
  if (digests.length === 0) {
    const schedule = { at: digestAt, days: digestDays, zone: timeZone };
    return [{ name: TEAM_DIGEST, channel: pulseChannel, ...schedule, filter: {}, empty: 'heartbeat', rollup: null }];
  }
  return digests.map((digest) => {
    const channel = digest.channel ?? pulseChannel;
    const { bands, owner, plan, renews_within_days: renewsWithinDays } = digest.filter;
    return {
      name: digest.name,
      channel,
      at: digest.at ?? digestAt,
      days: digest.days ?? digestDays,
      zone: digest.zone ?? timeZone,
      filter: { plan, owner, renewsWithinDays, bands },
      empty: digest.empty,
      rollup: digest.rollup ? { days: digest.rollup.day, channel: digest.rollup.channel ?? channel } : null,
    };
  });
}

/** Where digests and rollups go, as doctor looks at them: the first digest's channel, and the others, each once. */
export function digestChannels(config: Config, settings: Settings) {
  const plans = digestPlans(config, settings);
  const all = plans.flatMap(({ channel, rollup }) => [channel, rollup?.channel ?? channel]);
  const [channel = null, ...others] = new Set(all.filter((one) => one !== null));
  return { channel, others };
}
