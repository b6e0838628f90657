import type { LastContact } from '../../app/outreach/outreach-report.ts';
import type { ContactActivity } from '../../app/qbr/reports.ts';
import { daysBetween } from '../../domain/day.ts';
import type { Play } from '../../domain/suggested-play.ts';
import { untrusted } from '../mrkdwn.ts';
import { join } from './account-lines.ts';
import { authorText } from './judgements.ts';
import { count, shortDay } from './numbers.ts';

const CONTACTS = 5;

const PLAYS: Readonly<Record<Play, string>> = {
  check_mapping: 'check that its events arrive under the right account before calling',
  save_call: 'call them about the cancellation and ask what would have to be different',
  settle_payment: 'settle the open payment with their billing contact',
  ask_why_silent: 'ask the key contact why nobody has been active, and check for an incident on our side',
  resolve_urgent: 'get the urgent ticket solved before any other message',
  prepare_renewal: 'prepare the renewal: agree the number of seats and the plan to fill them',
  re_engage: 'find out with the admin which teams stopped, and why',
  onboard_again: 'offer a short setup for the people who were never invited',
  fix_errors: 'have the errors looked at, and report back what was fixed',
  clear_tickets: 'go through the open tickets with support and give dates',
  find_contact: 'find out who owns the product there now',
  follow_up_feedback: 'follow up the survey answers with whoever asked for a change',
  guide_rollout: 'guide the rollout: name the next team and a date',
  offer_seats: 'offer a preview of what more seats would cost',
  keep_in_touch: 'nothing presses: keep the usual rhythm',
};

/** What to do next, in words, the most pressing first; empty for an excluded account. */
export function playLines(plays: readonly Play[]): string[] {
  return plays.map((play) => PLAYS[play]);
}

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
