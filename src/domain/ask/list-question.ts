import { type AskedReport, type AskedSeats, type CohortWord, type Intent, RENEWAL_SPANS } from './intent.ts';
import type { Tag } from './list-words.ts';
import type { Said } from './said.ts';

const QUARTER_DAYS = [90, 91, 92, 93];
/** Within which a renewal is looked for at all. */
const MOST_DAYS = 3650;
const BOTTOM = 5;
/** Any fall at all: the least that can be asked for. */
const ANY_FALL = 1;

interface Rule {
  /** One of them is said. */
  readonly when: readonly Tag[];
  /** May be said beside it; anything else makes it another question. */
  readonly with?: readonly Tag[];
  /** Null where it does not fit after all. */
  readonly meaning: (said: Said) => Intent | null;
}

const MINE: Intent = { kind: 'report', report: 'my_accounts' };

/** The first rule whose words are said decides, and has to allow for all the others. */
const RULES: readonly Rule[] = [
  { when: ['help'], meaning: alone({ kind: 'help' }) },
  {
    when: ['cohorts'],
    with: ['by_month', 'by_industry', 'by_size', 'by_plan', 'metrics'],
    meaning: (said) => (isBare(said) ? { kind: 'cohorts', by: cohortOf(said.tags) } : null),
  },
  { when: ['drop'], with: ['seats', 'mine', 'more_than', 'points'], meaning: dropped },
  { when: ['renew'], with: ['mine', 'risk'], meaning: renewals },
  { when: ['by_role', 'by_department'], with: ['seats', 'mine', 'by_role', 'by_department'], meaning: seatsBy },
  { when: ['bottom'], with: ['health', 'mine', 'risk'], meaning: bottom },
  { when: ['expansion'], with: ['seats'], meaning: report('expansion') },
  { when: ['movers', 'rise'], with: ['health', 'movers', 'rise'], meaning: weekly('movers') },
  { when: ['metrics'], with: ['portfolio', 'metrics', 'mine'], meaning: metrics },
  { when: ['portfolio'], with: ['mine', 'health', 'risk'], meaning: portfolio },
  { when: ['snoozed'], meaning: report('snoozed') },
  { when: ['outreach'], meaning: report('outreach') },
  { when: ['deliveries'], with: ['today'], meaning: report('deliveries') },
  { when: ['settings'], with: ['mine'], meaning: report('settings') },
  { when: ['doctor'], with: ['health'], meaning: report('doctor') },
  {
    when: ['risk'],
    with: ['mine', 'today', 'details'],
    meaning: (said) => (said.tags.has('mine') ? mine(said) : today(said)),
  },
  { when: ['seats'], with: ['mine', 'today'], meaning: seatReport },
  { when: ['mine'], with: ['health', 'today', 'changed'], meaning: mine },
  { when: ['details'], with: ['today'], meaning: report('details') },
  { when: ['changed'], with: ['today'], meaning: changed },
  { when: ['today'], meaning: today },
];

/** A question about several accounts, of which every word was understood; null: it is none. */
export function listQuestion(said: Said): Intent | null {
  const rule = RULES.find(({ when }) => when.some((tag) => said.tags.has(tag)));
  if (rule === undefined) return said.tags.size === 0 && hasFilter(said) ? seatReport(said) : null;
  const allowed = [...rule.when.slice(0, 1), ...(rule.with ?? [])];
  const others = [...said.tags].filter((tag) => !allowed.includes(tag) && !rule.when.includes(tag));
  return others.length === 0 ? rule.meaning(said) : null;
}

function dropped(said: Said): Intent | null {
  const { number, period, points, tags } = said;
  const fall = points ?? number;
  const isSeats = tags.has('seats') || fall !== null || hasFilter(said) || tags.has('mine');
  if (!isSeats) return period === null || (period.unit === 'week' && isPast(said)) ? movers : null;
  // A fall is known over a quarter alone.
  const overQuarter = period === null || (QUARTER_DAYS.includes(period.days) && isPast(said));
  const points_ = fall ?? ANY_FALL;
  return overQuarter && points_ >= 1 ? seats(said, { droppedPoints: points_ }) : null;
}

const movers: Intent = { kind: 'report', report: 'movers' };

function renewals(said: Said): Intent | null {
  const { number, owner, period, plan, points, tags } = said;
  if (number !== null || points !== null || period?.direction === 'past') return null;
  const days = period === null ? null : (RENEWAL_SPANS.find((span) => span === period.days) ?? null);
  if (plan === null && (period === null || days !== null)) {
    return { kind: 'renewals', days, mine: tags.has('mine'), owner };
  }
  const within = period?.days ?? MOST_DAYS;
  return tags.has('risk') || within < 1 || within > MOST_DAYS ? null : seats(said, { renewsWithinDays: within });
}

function seatsBy(said: Said): Intent | null {
  const { tags } = said;
  if (!isPlain(said) || (tags.has('by_role') && tags.has('by_department'))) return null;
  return seats(said, { by: tags.has('by_role') ? 'role' : 'department' });
}

function seatReport(said: Said): Intent | null {
  return isPlain(said) ? seats(said, {}) : null;
}

function bottom(said: Said): Intent | null {
  const { number, owner, period, plan, points, tags } = said;
  if (owner !== null || period !== null || plan !== null || points !== null || number === 0) return null;
  if (tags.has('mine')) return number === null ? MINE : null;
  return { kind: 'bottom', count: number ?? BOTTOM };
}

function metrics(said: Said): Intent | null {
  const { period, tags } = said;
  if (tags.has('mine') && !tags.has('portfolio')) return null;
  // The report has the months of a year up to now, and nothing of one before.
  const isNow =
    period === null || period.direction === 'this' || (isPast(said) && period.unit !== 'year' && isYear(period.days));
  return isNow && isUnfiltered(said) ? { kind: 'report', report: 'portfolio' } : null;
}

function isYear(days: number): boolean {
  return days >= 365 && days <= 372;
}

function portfolio(said: Said): Intent | null {
  if (!isBare(said)) return null;
  return said.tags.has('mine') ? MINE : { kind: 'report', report: said.tags.has('risk') ? 'today' : 'portfolio' };
}

function changed(said: Said): Intent | null {
  const { period } = said;
  if (!isUnfiltered(said)) return null;
  if (period === null || period.unit === 'day') return period?.direction === 'past' ? null : today(said);
  return period.unit === 'week' && period.days === 7 ? movers : null;
}

function today(said: Said): Intent | null {
  if (!isBare(said)) return null;
  return { kind: 'report', report: said.tags.has('details') ? 'details' : 'today' };
}

function mine(said: Said): Intent | null {
  if (said.plan !== null && isPlain(said)) return seats(said, {});
  return isBare(said) ? MINE : null;
}

function weekly(name: AskedReport): Rule['meaning'] {
  return (said) => {
    const inWeek = said.period === null || (said.period.unit === 'week' && said.period.days === 7 && isPast(said));
    return inWeek && isUnfiltered(said) ? { kind: 'report', report: name } : null;
  };
}

function report(name: AskedReport): Rule['meaning'] {
  return alone({ kind: 'report', report: name });
}

function alone(intent: Intent): Rule['meaning'] {
  return (said) => (isBare(said) ? intent : null);
}

function cohortOf(tags: ReadonlySet<Tag>): CohortWord {
  if (tags.has('by_industry')) return 'industry';
  if (tags.has('by_size')) return 'size';
  return tags.has('by_plan') ? 'plan' : 'month';
}

function seats(said: Said, more: Partial<AskedSeats>): Intent {
  const { owner, plan, tags } = said;
  const filter = { by: null, mine: tags.has('mine'), owner, plan, renewsWithinDays: null, droppedPoints: null };
  return { kind: 'seats', ...filter, ...more };
}

function isPast({ period }: Said): boolean {
  return period !== null && period.direction !== 'next';
}

function hasFilter({ owner, plan }: Said): boolean {
  return owner !== null || plan !== null;
}

function isUnfiltered(said: Said): boolean {
  return said.number === null && said.points === null && !hasFilter(said);
}

/** Nothing but filters. */
function isPlain({ number, period, points }: Said): boolean {
  return number === null && period === null && points === null;
}

/** Nothing beside its words. */
function isBare(said: Said): boolean {
  return isPlain(said) && !hasFilter(said);
}
