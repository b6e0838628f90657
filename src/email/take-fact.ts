import { cleanName } from './clean-text.ts';
import { isDay } from './day.ts';
import type { FactScope } from './fact-policy.ts';
import { isQuotable } from './forbidden-words.ts';
import type { FixedIssue, KnownFacts, OpenTicket, SharedFactName, SharedFacts } from './known-facts.ts';

/** Smaller groups would point at persons. */
const MIN_GROUP = 5;
const MAX_LISTED = 3;
const MAX_TEXT = 80;

function count(value: number | null | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A text somebody wrote, or undefined when nothing is left or it must not be quoted. */
function quote(value: string | null | undefined): string | undefined {
  const text = cleanName(value ?? '', MAX_TEXT);
  return text !== '' && isQuotable(text) ? text : undefined;
}

function day(value: string | null | undefined): string | undefined {
  return value && isDay(value) ? value : undefined;
}

/** Own copies without further fields, one per subject, at most three; undefined when none is left. */
function listed<T extends OpenTicket>(items: readonly T[]): readonly T[] | undefined {
  const bySubject = new Map(items.map((item) => [item.subject, item]));
  const kept = [...bySubject.values()].slice(0, MAX_LISTED);
  return kept.length > 0 ? kept : undefined;
}

type Take<K extends SharedFactName> = (input: {
  readonly known: KnownFacts;
  readonly scope: FactScope;
}) => SharedFacts[K] | undefined;

/**
 * One way per fact to take it from what is known: fields copied by name, texts cleaned, wrong values left out.
 * A fact that fails here is unknown, never zero.
 */
export const TAKE_FACT: { readonly [K in SharedFactName]: Take<K> } = {
  activePeople: ({ known }) => count(known.activePeople),
  activePeopleBefore: ({ known }) => {
    const people = count(known.activePeopleBefore?.people);
    const monthLabel = quote(known.activePeopleBefore?.monthLabel);
    return people !== undefined && monthLabel ? { people, monthLabel } : undefined;
  },
  seatsAvailableToInvite: ({ known }) => count(known.seatsAvailableToInvite),
  seatsInUse: ({ known }) => count(known.seatsInUse),
  seatsPaid: ({ known }) => count(known.seatsPaid),
  newSeats: ({ known }) => count(known.newSeats),
  workflow: ({ known: { workflow } }) => {
    const name = quote(workflow?.name);
    if (!name) return undefined;
    const completed = count(workflow?.completed);
    const usedBy = quote(workflow?.usedBy);
    return { name, ...(completed !== undefined && { completed }), ...(usedBy && { usedBy }) };
  },
  goal: ({ known }) => quote(known.goal),
  ownWork: ({ known }) => quote(known.ownWork),
  openTickets: ({ known, scope }) =>
    listed(
      (known.openTickets ?? []).flatMap((ticket): OpenTicket[] => {
        const subject = quote(ticket.subject);
        return subject && (scope !== 'severe' || ticket.severe) ? [{ subject }] : [];
      }),
    ),
  fixedIssues: ({ known, scope }) =>
    listed(
      (known.fixedIssues ?? []).flatMap((issue): FixedIssue[] => {
        const subject = quote(issue.subject);
        const fixedOn = day(issue.fixedOn);
        return subject && fixedOn && (scope !== 'severe' || issue.severe) ? [{ subject, fixedOn }] : [];
      }),
    ),
  incident: ({ known: { incident }, scope }) => {
    const summary = quote(incident?.summary);
    const on = day(incident?.on);
    if (!summary || !on || (scope === 'severe' && !incident?.severe)) return undefined;
    const fixedOn = day(incident?.fixedOn);
    return { summary, on, ...(fixedOn && { fixedOn }) };
  },
  renewalDate: ({ known }) => {
    const renewal = day(known.renewalDate);
    // A date that has passed says nothing of the next one; days compare as texts.
    return renewal && renewal >= known.asOf ? renewal : undefined;
  },
  contractPrice: ({ known: { contractPrice } }) => {
    const minor = count(contractPrice?.minor);
    if (!contractPrice || minor === undefined || !/^[A-Z]{3}$/.test(contractPrice.currency)) return undefined;
    return { minor, currency: contractPrice.currency, per: contractPrice.per === 'year' ? 'year' : 'month' };
  },
  departments: ({ known, scope }) => {
    const own = cleanName(known.recipientDepartment ?? '');
    const groups = (known.departments ?? []).flatMap((department) => {
      const name = cleanName(department.name);
      const people = count(department.people) ?? 0;
      const visible = scope !== 'own_team' || (own !== '' && name === own);
      return name !== '' && people >= MIN_GROUP && visible ? [{ name, people }] : [];
    });
    return groups.length > 0 ? groups.slice(0, MAX_LISTED) : undefined;
  },
};
