import type { LastContact } from '../../app/outreach/outreach-report.ts';
import type { ContactActivity } from '../../app/qbr/reports.ts';
import { daysBetween } from '../../domain/day.ts';
import { count, shortDay } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { join } from './account-lines.ts';
import { authorText } from './judgements.ts';

const CONTACTS = 5;

/** `Priya (admin, active 28 Feb) · Sam (key contact, opted out, never seen)`: for our own people only. */
export function contactsText(contacts: readonly ContactActivity[], day: string): string {
  if (contacts.length === 0) return 'none known';
  const shown = contacts.slice(0, CONTACTS).map((contact) => contactText(contact, day));
  const more = contacts.length - shown.length;
  return join([...shown, more > 0 ? `and ${count(more)} more` : null]);
}

function contactText({ contactId, name, persona, optedOut, lastOn }: ContactActivity, day: string): string {
  const seen = lastOn === null ? 'never seen' : `active ${shortDay(lastOn)}, ${count(daysBetween(lastOn, day))} d ago`;
  const role = persona.replace('_', ' ');
  return `${untrusted(name, { max: 40, fallback: contactId })} (${role}, ${optedOut ? 'opted out, ' : ''}${seen})`;
}

const DID: Readonly<Record<LastContact['kind'], string>> = {
  draft: 'mail',
  email: 'mail',
  call: 'call',
  meeting: 'meeting',
};

/** `mail “Re-engage” by Dana, 12 d ago (17 Feb)`. */
export function lastContactText(last: LastContact | null): string {
  if (last === null) return 'none recorded';
  const wording = last.wording === null ? '' : ` “${untrusted(last.wording, { max: 40 })}”`;
  const who = authorText(last.by, { shared: true });
  return `${DID[last.kind]}${wording} by ${who}, ${count(last.daysAgo)} d ago (${shortDay(last.on)})`;
}
