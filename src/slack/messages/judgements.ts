import type { AuthorRef, StoredOverride } from '../../app/judgement-report.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { untrusted } from '../mrkdwn.ts';
import { shortDay } from './numbers.ts';

const REASON = 120;

/** What an override did between two stored scores. */
export function overrideChange(from: StoredOverride | null, to: StoredOverride | null): string {
  if (to !== null) {
    const before = from === null || isSame(from, to) ? '' : `, before ${formatTenths(from.tenths)}`;
    return `${heldText(to)} until ${shortDay(to.expiresOn)} by ${authorName(to.author)}: ${reasonText(to)} (${withoutText(from, to)}${before})`;
  }
  return from === null ? '' : `over; it ${heldText(from)}, without it ${formatTenths(from.withoutTenths)}`;
}

function heldText({ kind, tenths }: Pick<StoredOverride, 'kind' | 'tenths'>): string {
  return kind === 'value' ? `set the score to ${formatTenths(tenths)}` : `capped it at ${formatTenths(tenths)}`;
}

function withoutText(from: StoredOverride | null, to: StoredOverride): string {
  const is = formatTenths(to.withoutTenths);
  const moved = from !== null && from.withoutTenths !== to.withoutTenths;
  return moved ? `without it ${formatTenths(from.withoutTenths)} → ${is}` : `without it ${is}`;
}

function isSame(a: StoredOverride, b: StoredOverride): boolean {
  return a.kind === b.kind && a.tenths === b.tenths;
}

function authorName({ id, name }: AuthorRef): string {
  return untrusted(name ?? '', { max: 40, fallback: id });
}

function reasonText({ reason }: Pick<StoredOverride, 'reason'>): string {
  return untrusted(reason, { max: REASON });
}
