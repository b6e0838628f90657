import type { StoredOverride } from '../app/judgements/judgement-report.ts';
import { formatTenths } from '../domain/decimal.ts';
import { shortDay } from './numbers.ts';
import type { Say } from './plain.ts';

const NOTE = 120;
const AUTHOR = 40;

/** What an override did between two stored scores. */
export function overrideChange(from: StoredOverride | null, to: StoredOverride | null, say: Say): string {
  if (to === null) {
    return from === null ? '' : `over; it ${heldText(from)}, without it ${formatTenths(from.withoutTenths)}`;
  }
  const before = from === null || isSame(from, to) ? '' : `, before it ${heldText(from)}`;
  const { author, expiresOn, reason } = to;
  const who = say(author.name ?? '', { max: AUTHOR, fallback: author.id });
  return `${heldText(to)} until ${shortDay(expiresOn)} by ${who}: ${say(reason, { max: NOTE })} (${withoutText(from, to)}${before})`;
}

function heldText({ kind, tenths }: Pick<StoredOverride, 'kind' | 'tenths'>): string {
  return kind === 'value' ? `set the score to ${formatTenths(tenths)}` : `capped the score at ${formatTenths(tenths)}`;
}

function withoutText(from: StoredOverride | null, to: StoredOverride): string {
  const is = formatTenths(to.withoutTenths);
  const moved = from !== null && from.withoutTenths !== to.withoutTenths;
  return moved ? `without it ${formatTenths(from.withoutTenths)} → ${is}` : `without it ${is}`;
}

function isSame(a: StoredOverride, b: StoredOverride): boolean {
  return a.kind === b.kind && a.tenths === b.tenths;
}
