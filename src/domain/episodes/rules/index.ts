import { atRiskEnter } from './at-risk-enter.ts';
import { bandDown } from './band-down.ts';
import { cancellationNotice } from './cancellation-notice.ts';
import { dormant } from './dormant.ts';
import { drop7d } from './drop-7d.ts';
import { drop24h } from './drop-24h.ts';
import { drop28d } from './drop-28d.ts';
import { expansion } from './expansion.ts';
import { paymentPastDue } from './payment-past-due.ts';
import { quarterDrop } from './quarter-drop.ts';
import { renewalRedFlag } from './renewal-red-flag.ts';
import type { SignalRule } from './rule.ts';
import { silent14Days } from './silent-14-days.ts';

/** Every signal, worst first; drops from the shortest span. A new one is a file and a line here. */
export const SIGNAL_RULES = [
  cancellationNotice,
  silent14Days,
  paymentPastDue,
  atRiskEnter,
  renewalRedFlag,
  drop24h,
  drop7d,
  drop28d,
  quarterDrop,
  bandDown,
  dormant,
  expansion,
] as const satisfies readonly SignalRule[];

export type SignalId = (typeof SIGNAL_RULES)[number]['id'];

/** The rule of a signal; undefined for one that an older version knew. */
export function ruleOf(signal: SignalId): SignalRule | undefined {
  return SIGNAL_RULES.find(({ id }) => id === signal);
}
