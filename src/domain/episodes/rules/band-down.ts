import { addDays } from '../../day.ts';
import { type AccountDay, rulesChanged } from '../account-day.ts';
import type { Episode } from '../episode.ts';
import { isLow, rankOf } from '../level.ts';
import { FIRED, type Fired, type SignalRule } from './rule.ts';

/** A band that was said lately is said again only when it is worse than what was said. */
const SAY_AGAIN_DAYS = 7;

/** The band fell since the snapshot before, and not by a cap alone: that is the cap's own signal. */
function fell({ before, now }: AccountDay): boolean {
  const [rank, earlier] = [rankOf(now.band), rankOf(before?.band ?? null)];
  if (rank === null || earlier === null || rank >= earlier) return false;
  return !now.capped || (rankOf(now.baseBand) ?? 0) < earlier;
}

function isLowByItself({ now }: AccountDay): boolean {
  return isLow(now.band) && (!now.capped || isLow(now.baseBand));
}

function saidAgain(day: AccountDay, { said, saidOn }: Episode): Fired | null {
  if (day.held || !fell(day)) return null;
  const worse = (rankOf(day.now.band) ?? 0) < (rankOf(said.band) ?? 0);
  return worse || addDays(saidOn, SAY_AGAIN_DAYS) <= day.day ? FIRED : null;
}

function byOverride({ before, now }: AccountDay): boolean {
  return now.overridden || before?.overridden === true;
}

/**
 * The shown band worsened, or an account is first seen in a low one. It ends when the band is better than the one that
 * was said and neither CRITICAL nor WARN; the band's own hysteresis keeps it from flapping.
 */
export const bandDown = {
  id: 'band_down',
  severity: 'warn',
  fires: (day) => (!day.held && (fell(day) || isLowByItself(day)) ? FIRED : null),
  ends: ({ now }, { said }) => {
    const rank = rankOf(now.band);
    return rank !== null && rank > (rankOf(said.band) ?? -1) && !isLow(now.band) ? 'recovered' : null;
  },
  saysAgain: saidAgain,
  coolsDown: () => false,
  lasts: ({ band }) => isLow(band),
  origin: (day) => (rulesChanged(day) ? 'definition' : byOverride(day) ? 'override' : 'customer'),
} as const satisfies SignalRule;
