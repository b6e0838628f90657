import { addDays } from '../../domain/day.ts';
import type { DraftBucket, KnownFacts, Persona } from '../../email/draft-facts.ts';
import type { AccountHealthReport, ContactRef, TicketRef } from '../accounts/account-report.ts';

const WINDOW_DAYS = 30;
const FIXED_DAYS = 30;
const SEVERE = ['urgent', 'critical', 'p1', 'blocker'];

/** What an account's draft is about: its bucket, or that everybody has gone quiet, which outranks it. */
export function draftBucket({ standing }: AccountHealthReport): DraftBucket {
  const { facts, seats } = standing.assessment;
  return facts.silent_14d ? 'silent_14' : seats.bucket;
}

/** The persona to write to when nobody chose one: the first with somebody to write to. */
export function defaultPersona(contacts: readonly ContactRef[], personas: readonly Persona[]): Persona {
  const reachable = personas.find((persona) => contactFor(contacts, persona) !== undefined);
  return reachable ?? 'admin';
}

/** The first contact of a persona that may be written to. */
export function contactFor(contacts: readonly ContactRef[], persona: string): ContactRef | undefined {
  return contacts.find((contact) => contact.persona === persona && contact.email !== null && !contact.optedOut);
}

/**
 * What a draft may be built from. Our judgement of the account (score, band, exposure, money) is not among it, so
 * that no template and no later change of the policy can tell it to a customer.
 */
export function draftKnownFacts(
  report: AccountHealthReport,
  { recipient, senderName }: { readonly recipient: ContactRef | null; readonly senderName: string | null },
): KnownFacts {
  const { account, assessment } = report.standing;
  const { facts, seats } = assessment;
  const asOf = report.stand.day;
  const counted = !facts.never_seen;
  const paid = facts.paid_seats > 0;
  return {
    accountId: account.accountId,
    accountName: account.name,
    asOf,
    recipientFirstName: recipient?.name.trim().split(/\s+/)[0] ?? null,
    senderName,
    activePeople: counted ? facts.active_users_30d : null,
    activePeopleBefore: counted ? peopleBefore(facts.active_user_windows, asOf) : null,
    seatsAvailableToInvite: counted && paid ? seats.unusedSeats : null,
    seatsInUse: counted && paid ? facts.active_users_30d : null,
    seatsPaid: paid ? facts.paid_seats : null,
    newSeats: facts.seats_added_60d || null,
    openTickets: report.tickets.filter(({ closedOn }) => closedOn === null).flatMap(quoted),
    fixedIssues: fixedIssues(report.tickets, asOf),
    renewalDate: account.renewsOn,
  };
}

/** People in the oldest of at least two windows, named by the month in which its middle lies. */
function peopleBefore(windows: readonly number[], asOf: string): KnownFacts['activePeopleBefore'] {
  const [people] = windows;
  if (people === undefined || windows.length < 2) return null;
  const middle = addDays(asOf, WINDOW_DAYS / 2 - WINDOW_DAYS * windows.length);
  const monthLabel = new Date(`${middle}T00:00:00Z`).toLocaleString('en-US', { month: 'long', timeZone: 'UTC' });
  return { people, monthLabel };
}

function fixedIssues(tickets: readonly TicketRef[], asOf: string): KnownFacts['fixedIssues'] {
  const since = addDays(asOf, -FIXED_DAYS);
  return tickets.flatMap((ticket) => {
    const { closedOn } = ticket;
    return closedOn !== null && closedOn >= since
      ? quoted(ticket).map((issue) => ({ ...issue, fixedOn: closedOn }))
      : [];
  });
}

function quoted({ priority, subject }: TicketRef): { subject: string; severe: boolean }[] {
  return subject === null ? [] : [{ subject, severe: SEVERE.includes(priority?.toLowerCase() ?? '') }];
}
