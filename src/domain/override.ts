import type { Day } from './day.ts';

/** `value` is the score, whatever the caps of the rules say; `cap` is the highest score, as a cap of the rules is. */
export const OVERRIDE_KINDS = ['value', 'cap'] as const;
export type OverrideKind = (typeof OVERRIDE_KINDS)[number];

/** What a person decided about an account's score for a while. */
export interface ScoreOverride {
  readonly kind: OverrideKind;
  /** 0..1000 tenths of a point. */
  readonly tenths: number;
  readonly reason: string;
  /** Slack user id, or the name of a command. */
  readonly author: string;
  /** The last local day on which it holds. */
  readonly expiresOn: Day;
}

/** An override in force on a scored account, with the score that the rules alone give: caps included. */
export interface AppliedOverride extends ScoreOverride {
  readonly withoutTenths: number;
}

interface Scored {
  readonly scoreTenths: number | null;
  readonly override?: Pick<AppliedOverride, 'withoutTenths'> | null | undefined;
}

/** The score under an override, in tenths. */
export function overriddenScore(ruleTenths: number, override: ScoreOverride): number {
  return override.kind === 'value' ? override.tenths : Math.min(ruleTenths, override.tenths);
}

/** The score that the rules alone give, caps included; null without a score. */
export function ruleScore({ scoreTenths, override }: Scored): number | null {
  return override == null ? scoreTenths : override.withoutTenths;
}

/** Whether a person's override, and not the rules, made the score what it is. */
export function isOverridden(health: Scored): boolean {
  return health.override != null && health.scoreTenths !== health.override.withoutTenths;
}
