import { roundHalfUp } from '../rational.ts';

/** Core events of 30 days: those of programs (services, API keys, agents), and those of people. */
export interface CoreEvents {
  readonly automated: number;
  readonly human: number;
}

/** The share of programs among all core events, in tenths of a percent, half-up; null without an event. */
export function automationTenths({ automated, human }: CoreEvents): number | null {
  const all = automated + human;
  return all === 0 ? null : Number(roundHalfUp(1000n * BigInt(automated), BigInt(all)));
}

/** Whether the share rose by at least so many points, unrounded; false where one of both has no event. */
export function automationRose(before: CoreEvents, now: CoreEvents, points: number): boolean {
  const allBefore = BigInt(before.automated + before.human);
  const allNow = BigInt(now.automated + now.human);
  if (allBefore === 0n || allNow === 0n) return false;
  const rise = BigInt(now.automated) * allBefore - BigInt(before.automated) * allNow;
  return 100n * rise >= BigInt(points) * allBefore * allNow;
}
