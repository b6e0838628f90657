import type { SeatFilter } from '../../app/seats/seats-report.ts';
import { AppError } from '../../lib/errors.ts';
import { unquoted } from './command-text.ts';

const KNOWN = '`mine`, `plan:pro`, `owner:@dana`, `owner:dana@example.com`, `renews:<90d`, `dropped:>20 quarter`';
const KEYS = ['plan', 'owner', 'renews', 'dropped'];
const MOST_DAYS = 3650;

/**
 * The filters of a text such as `mine plan:pro renews:<90d`; null when it holds none, so that it is a name.
 * @throws AppError `invalid` for a filter that is not known or a value that makes no sense.
 */
export function parseSeatFilter(text: string, askerId: string): SeatFilter | null {
  if (unquoted(text) !== text) return null;
  const words = text.split(' ').filter((word) => word !== '');
  if (!words.some((word) => isFilter(word))) return null;
  const filter: { -readonly [Key in keyof SeatFilter]: SeatFilter[Key] } = {};
  for (const word of words) {
    const colon = word.indexOf(':');
    const key = (colon === -1 ? word : word.slice(0, colon)).toLowerCase();
    const value = colon === -1 ? '' : unquoted(word.slice(colon + 1));
    if (key === 'mine') filter.ownerSlackUserId = askerId;
    else if (key === 'quarter') continue;
    else if (key === 'plan' && value !== '') filter.plan = value;
    else if (key === 'owner' && value !== '') Object.assign(filter, ownerOf(value, askerId));
    else if (key === 'renews') filter.renewsWithinDays = numberOf(value, '<', 'd', 'renews:<90d');
    else if (key === 'dropped') filter.droppedPoints = numberOf(value, '>', '', 'dropped:>20 quarter');
    else throw new AppError('invalid', `“${word}” is not a filter. Known: ${KNOWN.replaceAll('`', '')}`);
  }
  return filter;
}

function isFilter(word: string): boolean {
  const colon = word.indexOf(':');
  return word.toLowerCase() === 'mine' || (colon > 0 && KEYS.includes(word.slice(0, colon).toLowerCase()));
}

/**
 * The owner in `<@U123|dana>`, `U123`, `me`, or an e-mail address.
 * @throws AppError `invalid` for anything else.
 */
export function ownerOf(value: string, askerId: string): Pick<SeatFilter, 'ownerSlackUserId' | 'ownerEmail'> {
  if (value.toLowerCase() === 'me') return { ownerSlackUserId: askerId };
  const id = value.startsWith('<@') ? (value.slice(2).split(/[|>]/, 1)[0] ?? '') : value;
  if (/^[UW][A-Z0-9]{2,20}$/.test(id)) return { ownerSlackUserId: id };
  if (value.indexOf('@') > 0) return { ownerEmail: value.toLowerCase() };
  throw new AppError('invalid', `“${value}” is not an owner: mention a person, or give an e-mail address.`);
}

function numberOf(value: string, sign: string, unit: string, example: string): number {
  const bare = value.startsWith(sign) ? value.slice(1) : value;
  const digits = unit !== '' && bare.toLowerCase().endsWith(unit) ? bare.slice(0, -unit.length) : bare;
  const number = /^\d{1,4}$/.test(digits) ? Number(digits) : Number.NaN;
  if (Number.isNaN(number) || number < 1 || number > MOST_DAYS) {
    throw new AppError('invalid', `“${value}” is not a whole number that fits here, for example: ${example}`);
  }
  return number;
}
