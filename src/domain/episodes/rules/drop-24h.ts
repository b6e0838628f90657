import { addDays } from '../../day.ts';
import type { AccountDay, EarlierScore } from '../account-day.ts';
import type { Episode } from '../episode.ts';
import { fallSince } from './fall.ts';
import type { Fired, SignalRule } from './rule.ts';

const COOL_DOWN_DAYS = 7;
/** Another fall within the cool-down is said when it takes 10.0 points more in a day. */
const ANOTHER_TENTHS = 100;

function yesterday({ before, consecutive }: AccountDay): EarlierScore | null {
  if (!consecutive || before === null || before.baseTenths === null) return null;
  return { baseTenths: before.baseTenths, definition: before.definition };
}

function another(day: AccountDay, { said }: Episode): Fired | null {
  const { held, now } = day;
  const then = yesterday(day);
  if (held || then === null || then.definition !== now.definition || now.baseTenths === null) return null;
  const known = said.definition === now.definition ? said.baseTenths : null;
  const reference = Math.min(then.baseTenths, known ?? then.baseTenths);
  return now.baseTenths <= reference - ANOTHER_TENTHS ? { fromTenths: then.baseTenths } : null;
}

/** A fall from one day to the next. It has happened and does not clear: the episode lasts for its cool-down. */
export const drop24h = {
  id: 'drop_24h',
  severity: 'warn',
  fires: (day) => fallSince(day, yesterday(day), 1),
  ends: ({ day }, { saidOn }) => (addDays(saidOn, COOL_DOWN_DAYS) <= day ? { quietly: 'its cool-down is over' } : null),
  saysAgain: another,
  coolsDown: () => false,
  lasts: () => true,
  origin: () => 'customer',
} as const satisfies SignalRule;
