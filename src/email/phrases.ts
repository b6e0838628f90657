import { dayLabel } from './day.ts';
import type { DraftNames } from './draft-facts.ts';
import type { FixedIssue, Incident, OpenTicket } from './known-facts.ts';

/** A count with thousands separators: 1,234. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** "14 people", "1 person", "nobody". */
export function people(count: number): string {
  if (count === 0) return 'nobody';
  return count === 1 ? '1 person' : `${grouped(count)} people`;
}

/** "9 seats", "1 seat". */
export function counted(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** The greeting and the first sentence; the sentence is given as it stands after a dash. */
export function greet(facts: DraftNames, sentence: string): string {
  return `Hi${facts.recipientFirstName ? ` ${facts.recipientFirstName}` : ''} — ${sentence}`;
}

export function product(facts: DraftNames): string {
  return facts.productName ?? 'our product';
}

/** "20 minutes on Thursday". */
export function meeting(facts: DraftNames): string {
  return `${facts.meetingMinutes} minutes ${facts.meetingDay ? `on ${facts.meetingDay}` : 'some time this week'}`;
}

/** "a, b and c". */
export function enumerate(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${last}` : last;
}

export function quoted(items: readonly OpenTicket[]): string {
  return enumerate(items.map(({ subject }) => `“${subject}”`));
}

/** `“Slow export” and “Export stops”, both fixed on 24 Feb`, or each with its own day. */
export function fixedText(issues: readonly FixedIssue[], asOf: string): string {
  const day = issues[0]?.fixedOn ?? asOf;
  if (issues.every(({ fixedOn }) => fixedOn === day)) {
    const all = issues.length === 1 ? '' : issues.length === 2 ? 'both ' : 'all ';
    return `${quoted(issues)}, ${all}fixed on ${dayLabel(day, asOf)}`;
  }
  return enumerate(issues.map(({ subject, fixedOn }) => `“${subject}” (fixed on ${dayLabel(fixedOn, asOf)})`));
}

/** What went wrong on our side, and when it was repaired if that is known. */
export function incidentText(incident: Incident, asOf: string): string {
  const { summary, on, fixedOn } = incident;
  const repaired = fixedOn ? ` It was fixed on ${dayLabel(fixedOn, asOf)}.` : '';
  return `On ${dayLabel(on, asOf)} we had a problem on our side: “${summary}”.${repaired}`;
}
