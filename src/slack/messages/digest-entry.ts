import type { DigestEntry } from '../../app/reports.ts';
import type { Day } from '../../domain/day.ts';
import {
  accountName,
  join,
  ownerMention,
  ownerName,
  renewalText,
  scoreText,
  seatsText,
  windowsText,
} from './account-lines.ts';
import { capText, lostPoints } from './evidence.ts';
import type { Viewer } from './message.ts';
import { arrow, perMonth } from './numbers.ts';
import { SIGNAL_LABELS } from './words.ts';

export interface EntryOptions extends Viewer {
  /** Owners are notified: in the channel, not in previews. */
  readonly mentions: boolean;
}

export interface EntryPlace extends EntryOptions {
  readonly star: string | null;
  readonly day: Day;
}

/** Two lines: who, how bad, how much, whose; and why. */
export function digestEntry(entry: DigestEntry, place: EntryPlace): string {
  const { standing } = entry;
  const { account, assessment } = standing;
  const { facts, seats } = assessment;
  const change =
    entry.changeTenths === null || entry.changeDays === null
      ? null
      : `${arrow(entry.changeTenths)} in ${entry.changeDays} d`;
  const exposure = seats.bucket === 'at_risk' || seats.bucket === 'dormant' ? seats.exposureMinor : null;
  const first = join([
    `${scoreText(standing)} *${accountName(account, 40)}*${account.accountId === place.star ? ' ★' : ''}`,
    change,
    place.money ? `${perMonth({ minor: facts.mrr_minor, currency: facts.currency })} MRR` : null,
    place.money && exposure !== null ? `${perMonth({ minor: exposure, currency: facts.currency })} exposed` : null,
    renewalText(account, place.day),
    seatsText(standing),
    place.mentions ? ownerMention(account) : ownerName(account),
  ]);
  return `${first}\n    ${reasonText(entry)}`;
}

/** `entered at-risk seats, people 12→11→9→8 · base 86.7, capped … · trend −23.5 (…)`. */
export function reasonText({ standing, signal, tags }: DigestEntry): string {
  const windows = signal === 'at_risk_enter' || signal === 'dormant' ? windowsText(standing) : null;
  const cap = capText(standing);
  const others = tags.filter((tag) => tag !== signal).map((tag) => SIGNAL_LABELS[tag]);
  return join([
    `${SIGNAL_LABELS[signal]}${windows === null ? '' : `, people ${windows}`}`,
    cap === null ? null : `⚠ ${cap}`,
    ...lostPoints(standing.assessment.health.components).slice(0, cap === null ? 2 : 1),
    others.length === 0 ? null : `also: ${others.join(', ')}`,
  ]);
}
