import { addDays, type Day } from '../../domain/day.ts';
import { cleanName } from '../../email/clean-text.ts';
import { isDay } from '../../email/day.ts';
import { isQuotable } from '../../email/forbidden-words.ts';
import { AppError } from '../../lib/errors.ts';
import { shownDepartments } from './shown-departments.ts';

declare const allowed: unique symbol;

export interface OutlineUsage {
  readonly events: number;
  /** In as many days before; null while the data does not reach back that far. */
  readonly before: number | null;
}

export interface OutlineWorkflow extends OutlineUsage {
  readonly name: string;
}

export interface OutlineMilestone {
  /** Days after the purchase. */
  readonly days: number;
  readonly on: Day;
  /** Active in the 30 days before it; null: to come, or not known. */
  readonly people: number | null;
}

export interface OutlineSupport {
  readonly opened: number;
  readonly closed: number;
  readonly stillOpen: number;
  readonly fixed: readonly { readonly subject: string; readonly fixedOn: Day }[];
}

interface Told {
  readonly usage: OutlineUsage;
  /** Named events that count as core workflows. */
  readonly workflows: readonly OutlineWorkflow[];
  /** Distinct people active in the 30 days before each day, oldest first. */
  readonly months: readonly { readonly until: Day; readonly people: number }[];
  readonly departments: readonly { readonly name: string; readonly people: number; readonly active: number }[];
  readonly milestones: readonly OutlineMilestone[];
  readonly errors: { readonly errors: number; readonly events: number };
  readonly support: OutlineSupport;
  /** Answers to the survey in 180 days; who and what they said is nobody's here. */
  readonly feedback: { readonly answers: number };
}

/**
 * All that a customer-safe outline may know: no field for a score, a band, money, a seat count, a priority, a named
 * person or another customer. Null: not connected. The brand leaves `outlineFacts` as the only way to make one.
 */
export type OutlineFacts = { readonly [K in keyof Told]: Told[K] | null } & {
  readonly [allowed]: true;
  readonly accountName: string;
  /** The facts cover the time before this local day. */
  readonly asOf: Day;
  readonly quarterDays: number;
  readonly monthDays: number;
  /** Smaller groups would point at persons and are not shown. */
  readonly minGroup: number;
  /** Proposed day of the next review. */
  readonly nextReviewOn: Day;
};

/** What is known of the account, unchecked; further fields are ignored. */
export type OutlineKnown = { readonly [K in keyof Told]: Told[K] | null } & {
  readonly accountId: string;
  readonly accountName: string;
  readonly asOf: Day;
};

const QUARTER_DAYS = 90;
const MONTH_DAYS = 30;
const MIN_GROUP = 5;
const WEEKS_TO_NEXT = 13;
const MOST = 5;
const TEXT = 60;

/**
 * The facts that the outline may hold: fields copied by name, texts cleaned and kept only when they may be quoted,
 * wrong numbers and days left out. The only way from what is known of an account to its outline.
 * @throws AppError `invalid` when `asOf` is not a day.
 */
export function outlineFacts(known: OutlineKnown): OutlineFacts {
  const { asOf, accountName, accountId } = known;
  if (!isDay(asOf)) {
    throw new AppError('invalid', 'asOf must be a calendar day such as 2026-03-01: give the day the facts end at.');
  }
  const facts: Omit<OutlineFacts, typeof allowed> = {
    accountName: quotable(accountName) ?? quotable(accountId) ?? 'your team',
    asOf,
    quarterDays: QUARTER_DAYS,
    monthDays: MONTH_DAYS,
    minGroup: MIN_GROUP,
    nextReviewOn: addDays(asOf, 7 * WEEKS_TO_NEXT),
    usage: known.usage && usageOf(known.usage),
    workflows: known.workflows && workflowsOf(known.workflows),
    months: known.months && monthsOf(known.months),
    departments: known.departments && departmentsOf(known.departments),
    milestones: known.milestones && milestonesOf(known.milestones),
    errors: known.errors && errorsOf(known.errors),
    support: known.support && supportOf(known.support),
    feedback: known.feedback && answersOf(known.feedback),
  };
  return facts as OutlineFacts;
}

function usageOf({ events, before }: OutlineUsage): OutlineUsage | null {
  return isCount(events) ? { events, before: isCount(before) ? before : null } : null;
}

function workflowOf(workflow: OutlineWorkflow): OutlineWorkflow[] {
  const name = quotable(workflow.name);
  const usage = usageOf(workflow);
  return name !== null && usage !== null ? [{ name, ...usage }] : [];
}

function workflowsOf(workflows: Told['workflows']): Told['workflows'] {
  return workflows.slice(0, MOST).flatMap(workflowOf);
}

function monthsOf(months: Told['months']): Told['months'] {
  return months.slice(-MOST).flatMap(monthOf);
}

function milestonesOf(milestones: Told['milestones']): Told['milestones'] {
  return milestones.slice(0, MOST).flatMap(milestoneOf);
}

function monthOf({ until, people }: Told['months'][number]): Told['months'][number][] {
  return isDay(until) && isCount(people) ? [{ until, people }] : [];
}

function departmentsOf(departments: Told['departments']): Told['departments'] {
  const known = departments
    .filter(({ people, active }) => isCount(people) && isCount(active) && active <= people)
    .map(({ name, people, active }) => ({ name: quotable(name), people, active }));
  return shownDepartments(known, MIN_GROUP).slice(0, MOST);
}

function milestoneOf({ days, on, people }: OutlineMilestone): OutlineMilestone[] {
  return isCount(days) && isDay(on) ? [{ days, on, people: isCount(people) ? people : null }] : [];
}

function errorsOf({ errors, events }: Told['errors']): Told['errors'] | null {
  return isCount(errors) && isCount(events) ? { errors, events } : null;
}

function supportOf({ opened, closed, stillOpen, fixed }: OutlineSupport): OutlineSupport | null {
  if (!isCount(opened) || !isCount(closed) || !isCount(stillOpen)) return null;
  const quoted = fixed.slice(0, MOST).flatMap(({ subject, fixedOn }) => {
    const text = quotable(subject);
    return text !== null && isDay(fixedOn) ? [{ subject: text, fixedOn }] : [];
  });
  return { opened, closed, stillOpen, fixed: quoted };
}

function answersOf({ answers }: Told['feedback']): Told['feedback'] | null {
  return isCount(answers) && answers > 0 ? { answers } : null;
}

function isCount(value: number | null): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function quotable(text: string): string | null {
  const plain = plainText(text);
  // A currency sign alone would read as an amount beside a count.
  return plain !== null && isQuotable(plain) && !/\p{Sc}/u.test(plain) ? plain : null;
}

/** One line in which Markdown finds nothing to do: no link, image, code, table cell or emphasis. */
function plainText(text: string): string | null {
  const plain = cleanName(text, TEXT)
    .replaceAll('[', '(')
    .replaceAll(']', ')')
    .replaceAll('`', "'")
    .replaceAll('|', '/')
    .replaceAll('*', '∗')
    .replaceAll('\\', '/')
    .replaceAll('&', '＆')
    .replaceAll('://', ' ')
    .replace(/\bwww\./gi, 'www ');
  return /[\p{L}\p{N}]/u.test(plain) ? plain : null;
}
