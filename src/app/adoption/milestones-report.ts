import { thresholdOf } from '../../domain/active/definition.ts';
import {
  MILESTONES,
  type MilestoneUse,
  purchaseMilestone,
  type TrancheUse,
  trancheMilestone,
} from '../../domain/adoption/milestones.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { localDays } from '../../lib/local-days.ts';
import { startOfLocalDay } from '../../lib/local-time.ts';
import { loadFirstUseDay, loadPeopleBefore, loadSeatsBought } from '../../store/adoption.ts';
import type { Context } from '../context.ts';
import type { MilestonesReport } from './adoption-reports.ts';

/** How far back purchases and added seats are looked at, in days. */
const PURCHASES = 365;
const TRANCHES = 180;
/** People of so many days before a milestone. */
const MONTH = 30;

/** Days, both included, for which people can be counted. */
interface Span {
  readonly from: Day;
  readonly to: Day;
}

interface Ledger {
  readonly accountNo: number;
  readonly isNew: boolean;
  /** Net seats by local day, the oldest first. */
  readonly days: readonly { readonly on: Day; readonly delta: number }[];
}

type CountPeople = (accountNo: number, day: Day) => number;

/**
 * How the seats of the last year's new accounts, and seats added in the last 180 days, were filled after 30, 60 and 90
 * days. Milestones of which the counts of days do not know the whole month are left out, and under a rule about named
 * events all of them: null.
 */
export async function milestonesReport(
  ctx: Context,
  day: Day,
  isCounted: (accountNo: number) => boolean,
): Promise<MilestonesReport | null> {
  if (thresholdOf(ctx.active.rule) !== null) return null;
  const first = await loadFirstUseDay(ctx.db);
  const span: Span = { from: addDays(first ?? day, MONTH), to: day };
  const ledgers = (await ledgersOf(ctx, day)).filter(({ accountNo }) => isCounted(accountNo));
  const people = await peopleOf(ctx, pairsOf(ledgers, span));
  return {
    purchases: MILESTONES.map(({ days, target }) =>
      purchaseMilestone(
        days,
        target,
        ledgers.flatMap((ledger) => purchaseUse(ledger, days, span, people) ?? []),
      ),
    ),
    tranches: MILESTONES.map(({ days, target }) =>
      trancheMilestone(
        days,
        target,
        ledgers.flatMap((ledger) => trancheUses(ledger, days, span, people)),
      ),
    ),
  };
}

async function ledgersOf(ctx: Context, day: Day): Promise<Ledger[]> {
  const from = startOfLocalDay(addDays(day, -PURCHASES), ctx.timeZone);
  const found = await loadSeatsBought(ctx.db, from, startOfLocalDay(day, ctx.timeZone));
  const dayOf = localDays(ctx.timeZone);
  const ledgers = new Map<number, { accountNo: number; isNew: boolean; days: { on: Day; delta: number }[] }>();
  for (const { account_no: accountNo, effective_at, delta, is_new: isNew } of found) {
    const ledger = ledgers.get(accountNo) ?? { accountNo, isNew, days: [] };
    ledgers.set(accountNo, ledger);
    const on = dayOf(effective_at);
    const last = ledger.days.at(-1);
    if (last?.on === on) last.delta += delta;
    else ledger.days.push({ on, delta });
  }
  return [...ledgers.values()];
}

function boughtOn({ days, isNew }: Ledger): Day | null {
  return isNew ? (days.find(({ delta }) => delta > 0)?.on ?? null) : null;
}

/** Days on which seats were added beside the first ones. */
function tranchesOf(ledger: Ledger, span: Span): Ledger['days'] {
  const first = boughtOn(ledger);
  const back = addDays(span.to, -TRANCHES);
  const oldest = back < span.from ? span.from : back;
  return ledger.days.filter(({ delta, on }) => delta > 0 && on !== first && on >= oldest);
}

function purchaseUse(ledger: Ledger, days: number, span: Span, people: CountPeople): MilestoneUse | null {
  const bought = boughtOn(ledger);
  if (bought === null) return null;
  const at = addDays(bought, days);
  if (at < span.from || at > span.to) return null;
  const paid = ledger.days.filter(({ on }) => on < at).reduce((sum, { delta }) => sum + delta, 0);
  return { active: people(ledger.accountNo, at), paid };
}

function trancheUses(ledger: Ledger, days: number, span: Span, people: CountPeople): TrancheUse[] {
  return tranchesOf(ledger, span).flatMap(({ delta, on }) => {
    const at = addDays(on, days);
    if (at > span.to) return [];
    return [{ added: delta, before: people(ledger.accountNo, on), after: people(ledger.accountNo, at) }];
  });
}

interface Pair {
  readonly accountNo: number;
  readonly day: Day;
}

/** Every account and day that people are counted for, each once. */
function pairsOf(ledgers: readonly Ledger[], span: Span): Pair[] {
  return ledgers.flatMap((ledger) => {
    const days = new Set<Day>();
    const bought = boughtOn(ledger);
    const after = (on: Day): Day[] =>
      MILESTONES.map(({ days: count }) => addDays(on, count)).filter((at) => at <= span.to);
    for (const at of bought === null ? [] : after(bought)) if (at >= span.from) days.add(at);
    for (const { on } of tranchesOf(ledger, span)) {
      const reached = after(on);
      for (const at of reached.length === 0 ? [] : [on, ...reached]) days.add(at);
    }
    return [...days].map((at) => ({ accountNo: ledger.accountNo, day: at }));
  });
}

async function peopleOf(ctx: Context, pairs: readonly Pair[]): Promise<CountPeople> {
  const counts = await loadPeopleBefore(ctx.db, pairs);
  const known = new Map(pairs.map((pair, place) => [`${pair.accountNo} ${pair.day}`, counts[place] ?? 0]));
  return (accountNo, day) => known.get(`${accountNo} ${day}`) ?? 0;
}
