import type { RenewalFilter } from '../../app/renewals/calendar-report.ts';
import { RENEWAL_GROUPS, type RenewalGroup } from '../../domain/renewal-group.ts';
import { AppError } from '../../lib/errors.ts';
import { unquoted } from './command-text.ts';
import { ownerOf } from './seat-filter.ts';

const KNOWN = '30, 60, 90, 120, mine, owner:@dana, owner:dana@example.com';
const OWNER = 'owner:';

/**
 * The filters of a text such as `60 mine`; none for an empty one.
 * @throws AppError `invalid` for a word that is none, or a value that makes no sense.
 */
export function parseRenewalFilter(text: string, askerId: string): RenewalFilter {
  const filter: { -readonly [Key in keyof RenewalFilter]: RenewalFilter[Key] } = {};
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const lower = word.toLowerCase();
    const days = daysOf(lower);
    if (days !== undefined) filter.withinDays = days;
    else if (lower === 'mine') filter.ownerSlackUserId = askerId;
    else if (lower.startsWith(OWNER)) Object.assign(filter, ownerOf(unquoted(word.slice(OWNER.length)), askerId));
    else throw new AppError('invalid', `“${word}” is no filter of renewals. Known: ${KNOWN}`);
  }
  return filter;
}

/** `60`, `60d` or `<60d`. */
function daysOf(word: string): RenewalGroup | undefined {
  const digits = /^<?(\d{1,4})d?$/.exec(word)?.[1];
  return digits === undefined ? undefined : RENEWAL_GROUPS.find((group) => group === Number(digits));
}
