import { addDays } from '../../day.ts';
import { isScoreDrop } from '../../score-drop.ts';
import type { AccountDay, EarlierScore } from '../account-day.ts';
import type { Episode, EpisodeLevel } from '../episode.ts';
import type { DayLevel } from '../level.ts';
import type { Fired, SignalRule } from './rule.ts';

/** A base score this close to where it fell from has recovered: 5.0 points. */
const BACK_TENTHS = 50;

/**
 * Whether the base score fell by more than a drop since `then`. What a drop within the span has said already is not
 * said twice: the fall is measured from the level at which it was said.
 */
export function fallSince(day: AccountDay, then: EarlierScore | null, spanDays: number): Fired | null {
  const { held, now } = day;
  const { baseTenths } = now;
  if (held || baseTenths === null || !now.measured || now.bucket === 'excluded') return null;
  if (then === null || then.definition !== now.definition) return null;
  const reference = Math.min(then.baseTenths, ...saidWithin(day, spanDays));
  return isScoreDrop(reference, baseTenths, now.dropPoints) ? { fromTenths: then.baseTenths } : null;
}

function saidWithin({ day, episodes, now }: AccountDay, spanDays: number): number[] {
  return episodes.flatMap(({ said, saidOn }) => {
    const counts = said.fromTenths !== null && said.definition === now.definition && saidOn > addDays(day, -spanDays);
    return counts && said.baseTenths !== null ? [said.baseTenths] : [];
  });
}

// Scores of other rules cannot tell.
function isBack({ baseTenths, definition }: DayLevel, said: EpisodeLevel): boolean {
  if (baseTenths === null || said.fromTenths === null || definition !== said.definition) return false;
  return baseTenths >= said.fromTenths - BACK_TENTHS;
}

interface FallOptions<Id extends string> extends Pick<SignalRule, 'fires'> {
  readonly id: Id;
  readonly coolDownDays: number;
}

/** A fall over several days: over when the score is nearly back, or unsaid again when its cool-down is. */
export function fallRule<Id extends string>({ id, coolDownDays, fires }: FallOptions<Id>) {
  return {
    id,
    severity: 'warn',
    fires: (day) => (day.episodes.some((other) => isCoolingDown(day, other)) ? null : fires(day)),
    ends: ({ day, now }, { said, saidOn }) => {
      if (isBack(now, said)) return 'recovered';
      return addDays(saidOn, coolDownDays) <= day ? { quietly: 'a new level' } : null;
    },
    coolsDown: () => false,
    lasts: () => true,
    origin: () => 'customer',
  } as const satisfies SignalRule;

  function isCoolingDown({ day }: AccountDay, { saidOn, signal }: Episode): boolean {
    return signal === id && addDays(saidOn, coolDownDays) > day;
  }
}
