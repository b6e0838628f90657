import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { AccountStanding, BriefStanding } from '../../app/accounts/account-report.ts';
import type { DataStand } from '../../app/freshness/freshness-report.ts';
import type { Day } from '../../domain/day.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { isOverridden } from '../../domain/override.ts';
import { renewalText } from '../../words/account-words.ts';
import { replicaText, staleText } from '../../words/data-state.ts';
import { BUCKET_LABELS, bandText, CAP_LABELS } from '../../words/labels.ts';
import { age, longDay, mrrAndArr, perMonth, perMonthAndYear } from '../../words/numbers.ts';
import { mention, untrusted } from '../mrkdwn.ts';
import type { Viewer } from './message.ts';

/** The account's name as safe mrkdwn, its id when the name draws nothing. */
export function accountName(account: AccountRef, max = 60): string {
  return untrusted(account.name, { max, fallback: account.accountId });
}

/** `@dana` without notifying anybody. */
export function ownerName(account: AccountRef): string {
  if (account.owner === null) return 'no owner';
  return `@${untrusted(account.owner.name, { max: 40, fallback: account.owner.email })}`;
}

/** A mention that notifies, where the owner is known to Slack. */
export function ownerMention(account: AccountRef): string {
  return mention(account.owner?.slackUserId ?? null) ?? ownerName(account);
}

/** `acme · Pro · $750/mo MRR ($9,000/yr ARR) · renews 28 Aug (180 d) · @dana`. */
export function identityLine({ account, assessment: { facts } }: AccountStanding, day: Day, viewer: Viewer): string {
  const money = viewer.money ? mrrAndArr({ minor: facts.mrr_minor, currency: facts.currency }) : null;
  const plan = account.plan === null ? null : untrusted(account.plan, { max: 30 });
  return join([`*${accountName(account)}*`, plan, money, renewalText(account, day), ownerName(account)]);
}

/** `🟢 88.0 healthy`, with `(by hand)` where a person's override made it; the band alone where there is no score. */
export function scoreText({ band, assessment: { health } }: BriefStanding): string {
  if (health.scoreTenths === null) return bandText(band);
  return `${bandText(band, formatTenths(health.scoreTenths))}${isOverridden(health) ? ' (by hand)' : ''}`;
}

/** `🔴 *megacorp* ★ 18.5 CRITICAL`: an account in a list, by its name. */
export function scoredName(standing: BriefStanding, { star = false }: { readonly star?: boolean } = {}): string {
  const [mark = '', ...rest] = scoreText(standing).split(' ');
  return `${mark} *${accountName(standing.account, 40)}*${star ? ' ★' : ''} ${rest.join(' ')}`;
}

/** What the seats say: the bucket with its money, as the reader may see it. */
export function bucketText(standing: AccountStanding, viewer: Viewer): string {
  const { seats, facts } = standing.assessment;
  const exposure = seats.exposureMinor;
  const exposed =
    viewer.money && exposure !== null ? perMonthAndYear({ minor: exposure, currency: facts.currency }) : null;
  switch (seats.bucket) {
    case 'at_risk':
      return exposed === null ? BUCKET_LABELS.at_risk : `${BUCKET_LABELS.at_risk}, ${exposed} exposed`;
    case 'dormant':
    case 'ramping':
      return exposed === null ? BUCKET_LABELS[seats.bucket] : `${BUCKET_LABELS[seats.bucket]}, ${exposed} unused`;
    case 'expansion':
      return `${BUCKET_LABELS.expansion}${offer(standing, viewer)}`;
    default:
      return BUCKET_LABELS[seats.bucket];
  }
}

function offer(standing: AccountStanding, viewer: Viewer): string {
  const text = expansionOffer(standing, viewer);
  if (text === null) return '';
  return standing.assessment.seats.expansionBlockedBy === null ? `: ${text}` : `, ${text}`;
}

/** `+5 seats ≈ $375/mo`, or why none is proposed; null where neither is to be said. */
export function expansionOffer({ assessment: { seats, facts } }: BriefStanding, viewer: Viewer): string | null {
  if (seats.expansionBlockedBy !== null) return `expansion held back by ${blockerText(seats.expansionBlockedBy)}`;
  if (seats.expansion === null) return null;
  const value = viewer.money ? ` ≈ ${perMonth({ minor: seats.expansion.mrrMinor, currency: facts.currency })}` : '';
  return `+${seats.expansion.seats} seats${value}`;
}

function blockerText(blocker: string): string {
  const label = Object.entries(CAP_LABELS).find(([key]) => key === blocker)?.[1];
  return label ?? untrusted(blocker);
}

/** `as of Sun 1 Mar 2026 00:00 UTC · balanced@1 · usage 2 h, billing 9 min old`. */
export function standLine(stand: DataStand): string {
  const sources = stand.sources.map(
    ({ source, ageMinutes, stale }) => `${untrusted(source, { max: 20 })} ${age(ageMinutes)}${stale ? ' ⚠ stale' : ''}`,
  );
  return join([
    staleText(stand),
    `as of ${longDay(stand.day)} 00:00 ${untrusted(stand.timeZone, { max: 40 })}`,
    untrusted(stand.definition, { max: 40 }),
    sources.length === 0 ? null : `data ${sources.slice(0, 8).join(', ')} old`,
    stand.live ? 'computed for this answer, no snapshot yet' : null,
    replicaText(stand),
  ]);
}

export function join(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}
