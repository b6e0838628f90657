import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { DigestEntry } from '../../app/digest/digest-report.ts';
import type { AuthorRef } from '../../app/judgements/judgement-report.ts';
import { type Day, daysBetween } from '../../domain/day.ts';
import { renewalText, seatsText, windowsText } from '../../words/account-words.ts';
import { capText, lostPoints } from '../../words/evidence.ts';
import { SIGNAL_LABELS } from '../../words/labels.ts';
import { arrow, perMonth } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { join, scoredName } from './account-lines.ts';
import { changeLines } from './change.ts';
import type { Viewer } from './message.ts';

export interface EntryPlace extends Viewer {
  readonly star: string | null;
  readonly day: Day;
  /** The owner's name, or a mention of them. */
  readonly owner: (account: AccountRef) => string;
}

/** Who and how bad; then, indented, what it is worth and why. */
export function digestEntry(entry: DigestEntry, place: EntryPlace): string {
  const facts = factsText(entry, place);
  return [entryTitle(entry, place), ...(facts === '' ? [] : [`> ${facts}`]), `> ${reasonText(entry)}`].join('\n');
}

/** The same in one line, without the evidence. */
export function briefEntry(entry: DigestEntry, place: EntryPlace): string {
  return join([entryTitle(entry, place), SIGNAL_LABELS[entry.signal], moneyText(entry, place)]);
}

/** `🔴 *megacorp* ★ 18.5 CRITICAL · ▼ 22.1 in 7 d · @dana`. */
function entryTitle(entry: DigestEntry, place: EntryPlace): string {
  const { standing, changeTenths, changeDays } = entry;
  const { account } = standing;
  const change = changeTenths === null || changeDays === null ? null : `${arrow(changeTenths)} in ${changeDays} d`;
  const name = scoredName(standing, { star: account.accountId === place.star });
  return join([name, change, handledText(entry, place.day), place.owner(account)]);
}

/**
 * What people did about it: `acknowledged`, `⏰ open 8 d, nobody has taken it`, or whom it was handed on to; null where
 * nothing is to be said.
 */
export function handledText({ state, reminder, since, escalated }: DigestEntry, day: Day): string | null {
  if (escalated?.isNews)
    return `⏫ open ${daysBetween(since, day)} d, nobody has taken it: ${escalatedText(escalated.to)}`;
  if (escalated) return escalatedText(escalated.to);
  if (reminder) return `⏰ open ${daysBetween(since, day)} d, nobody has taken it`;
  return state === 'acknowledged' ? 'acknowledged' : null;
}

function escalatedText({ id, name }: AuthorRef): string {
  return `escalated to ${untrusted(name ?? '', { max: 40, fallback: id })}`;
}

function factsText(entry: DigestEntry, place: EntryPlace): string {
  const { standing } = entry;
  return join([moneyText(entry, place), seatsText(standing), renewalText(standing.account, place.day)]);
}

function moneyText({ standing: { assessment } }: DigestEntry, { money }: Viewer): string | null {
  if (!money) return null;
  const { facts, seats } = assessment;
  const perMonthOf = (minor: number): string => perMonth({ minor, currency: facts.currency });
  const exposure = seats.bucket === 'at_risk' || seats.bucket === 'dormant' ? seats.exposureMinor : null;
  return join([`${perMonthOf(facts.mrr_minor)} MRR`, exposure === null ? null : `${perMonthOf(exposure)} exposed`]);
}

/** `entered at-risk seats, people 12→11→9→8 · base 86.7, capped … · trend −23.5 (…)`. */
export function reasonText(entry: DigestEntry): string {
  return join(reasons(entry));
}

/** Why it is said, part by part: the signal, the cap in force, what moved the score or costs most, other signals. */
export function reasons(entry: DigestEntry): string[] {
  const { standing, signal, tags } = entry;
  const windows = signal === 'at_risk_enter' || signal === 'dormant' ? windowsText(standing) : null;
  const cap = capText(standing);
  const capSaysIt = cap !== null && standing.assessment.health.cap === signal;
  const label = `${SIGNAL_LABELS[signal]}${windows === null ? '' : `, people ${windows}`}`;
  // A cap or a drop implies the worse band.
  const others = tags
    .filter((tag) => tag !== signal && !(tag === 'band_down' && (cap !== null || signal.startsWith('drop_'))))
    .map((tag) => SIGNAL_LABELS[tag]);
  return [
    ...(capSaysIt ? [] : [label]),
    ...(cap === null ? [] : [`⚠ ${cap}`]),
    ...weightiest(entry).slice(0, cap === null ? 2 : 1),
    ...(others.length === 0 ? [] : [`also: ${others.join(', ')}`]),
  ];
}

// Of a fall: what moved. The cap is said by itself.
function weightiest({ signal, standing, why }: DigestEntry): string[] {
  const fell = signal === 'band_down' || signal.startsWith('drop_');
  const terms = why?.terms.filter(({ kind, pointsTenths }) => kind !== 'cap' && pointsTenths < 0) ?? [];
  if (fell && why && terms.length > 0) return changeLines({ ...why, terms });
  return lostPoints(standing.assessment.health.components);
}
