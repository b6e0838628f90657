import { rulesChanged } from '../account-day.ts';
import type { DayLevel } from '../level.ts';
import { coolDown, FIRED, type SignalRule } from './rule.ts';

/** How a state differs from one that is said when it begins and recovers when it ends. */
export type StateOptions<Id extends string> = Partial<SignalRule> & {
  readonly id: Id;
  readonly severity: SignalRule['severity'];
  readonly holds: (level: DayLevel) => boolean;
  /** Days since its last end within which it begins quietly. */
  readonly coolDownDays: number;
};

/** A signal that holds for days: it fires when it holds and ends when it does not. */
export function stateRule<Id extends string>(options: StateOptions<Id>): SignalRule & { readonly id: Id } {
  const { coolDownDays, holds, ...own } = options;
  return {
    fires: ({ now }) => (holds(now) ? FIRED : null),
    ends: ({ now }) => (holds(now) ? null : 'recovered'),
    coolsDown: coolDown(coolDownDays),
    lasts: () => true,
    origin: (day) => (rulesChanged(day) ? 'definition' : 'customer'),
    ...own,
  };
}
