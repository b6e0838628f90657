import { thresholdOf } from '../../domain/active/definition.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { localDayOf, startOfLocalDay } from '../../lib/local-time.ts';
import {
  type DayWindow,
  loadFixedTickets,
  loadTenure,
  loadTicketRecap,
  loadUsageWindows,
  loadWorkflowCounts,
  type UsageWindow,
} from '../../store/account-review.ts';
import { loadPeopleBy } from '../../store/account-seats.ts';
import type { FoundStanding } from '../accounts/account-standing.ts';
import type { Context } from '../context.ts';
import { rulePeople } from '../definition/rule-people.ts';
import type { OutlineKnown, OutlineMilestone } from './outline-facts.ts';

const QUARTER = 90;
const MONTH = 30;
const MILESTONES = [30, 60, 90];
const FIXED = 5;

interface Review {
  readonly ctx: Context;
  readonly accountNo: number;
  readonly day: Day;
}

/**
 * What the outline may be built from, counted to the day of the standing. Null: the source is not connected, or its
 * data does not reach back that far.
 */
export async function knownOutline(ctx: Context, { entry, origin, standing }: FoundStanding): Promise<OutlineKnown> {
  const { facts } = standing.assessment;
  const review = { ctx, accountNo: entry.accountNo, day: origin.day };
  const tenure = await loadTenure(ctx.db, entry.accountNo);
  const firstOn = facts.never_seen ? null : (tenure?.first_event_on ?? null);
  const [now, before] = await quarters(review);
  const known = {
    accountId: entry.accountId,
    accountName: entry.name,
    asOf: origin.day,
    feedback: facts.nps_count == null ? null : { answers: facts.nps_count },
    support: facts.tickets_30d == null ? null : await support(review),
  };
  if (firstOn === null || now === undefined) {
    const nothing = { usage: null, workflows: null, months: null, departments: null, milestones: null, errors: null };
    return { ...known, ...nothing };
  }
  const reachesBack = firstOn <= addDays(origin.day, -2 * QUARTER);
  const past = reachesBack && before !== undefined ? before.events : null;
  return {
    ...known,
    usage: { events: now.events, before: past },
    workflows: await workflows(review, reachesBack),
    months: monthsOf(facts.active_user_windows, origin.day),
    departments: await departments(review),
    milestones: tenure?.given ? await milestones(review, tenure.customer_since, firstOn) : null,
    errors: facts.errors_30d == null ? null : { errors: now.errors, events: now.events },
  };
}

function quarters({ ctx, accountNo, day }: Review): Promise<UsageWindow[]> {
  const start = addDays(day, -QUARTER);
  return loadUsageWindows(ctx.db, accountNo, [
    { from: start, until: day },
    { from: addDays(start, -QUARTER), until: start },
  ]);
}

async function workflows({ ctx, accountNo, day }: Review, reachesBack: boolean): Promise<OutlineKnown['workflows']> {
  const names = thresholdOf(ctx.active.rule)?.events;
  if (names === undefined) return null;
  const midnight = (ago: number): Date => startOfLocalDay(addDays(day, -ago), ctx.timeZone);
  const span = { earlier: midnight(2 * QUARTER), start: midnight(QUARTER), until: midnight(0) };
  const found = await loadWorkflowCounts(ctx.db, accountNo, names, span);
  return found.map(({ name, done, done_before: before }) => ({
    name,
    events: done,
    before: reachesBack ? before : null,
  }));
}

function monthsOf(windows: readonly number[], day: Day): OutlineKnown['months'] {
  return windows.map((people, index) => ({ until: addDays(day, MONTH * (index + 1 - windows.length)), people }));
}

async function departments({ ctx, accountNo, day }: Review): Promise<OutlineKnown['departments']> {
  const active = await rulePeople(ctx, accountNo, day);
  const found = await loadPeopleBy(ctx.db, 'department', { accountNo, day, active });
  if (found.every(({ name }) => name === null)) return null;
  return found.map(({ name, ...counts }) => ({ name: name ?? '', ...counts }));
}

// Before the first activity nothing is known: an account may have been connected long after it was bought.
async function milestones(review: Review, since: Day, firstOn: Day): Promise<OutlineMilestone[]> {
  const { ctx, accountNo, day } = review;
  const marks = MILESTONES.map((days) => ({ days, on: addDays(since, days) }));
  const windows = marks.map(({ on }): DayWindow => ({ from: addDays(on, -MONTH), until: on }));
  const counted = await loadUsageWindows(ctx.db, accountNo, windows);
  const found: OutlineMilestone[] = [];
  for (const [index, mark] of marks.entries()) {
    const isKnown = mark.on <= day && firstOn < mark.on;
    const ofRule = isKnown ? await rulePeople(ctx, accountNo, mark.on) : null;
    found.push({ ...mark, people: isKnown ? (ofRule?.length ?? counted[index]?.people ?? null) : null });
  }
  return found;
}

async function support({ ctx, accountNo, day }: Review): Promise<OutlineKnown['support']> {
  const span = {
    start: startOfLocalDay(addDays(day, -QUARTER), ctx.timeZone),
    until: startOfLocalDay(day, ctx.timeZone),
  };
  const recap = await loadTicketRecap(ctx.db, accountNo, span);
  if (recap === null) return null;
  const fixed = await loadFixedTickets(ctx.db, accountNo, span, FIXED);
  return {
    opened: recap.opened,
    closed: recap.closed,
    stillOpen: recap.still_open,
    fixed: fixed.map(({ subject, closed_at }) => ({ subject, fixedOn: localDayOf(closed_at, ctx.timeZone) })),
  };
}
