import { automationTenths, type CoreEvents } from '../../domain/adoption/automation.ts';
import { type SeatFit, seatFit } from '../../domain/adoption/seat-fit.ts';
import { spearmanMillionths } from '../../domain/adoption/spearman.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { medianTimes2, roundHalfUp } from '../../domain/rational.ts';
import { loadUseMonths } from '../../store/adoption.ts';
import type { Context } from '../context.ts';
import type { AdoptionAccount } from './adoption-accounts.ts';
import type { AutomationReport, SeatFitReport } from './adoption-reports.ts';

const MONTHS = 6;
const MONTH = 30;
/** Months back from the newest one, which ends 90 days before it does. */
const QUARTER = 3;
const NONE: CoreEvents = { automated: 0, human: 0 };

/** Use of one account in six months, oldest first; months in which nothing happened are zeros. */
export interface UseHistory {
  readonly people: readonly number[];
  readonly events: readonly CoreEvents[];
  /** It has sent events for all of them. */
  readonly isWhole: boolean;
}

/** Core events of the newest month, and of the one that ended 90 days before. */
export interface QuarterOfEvents {
  readonly before: CoreEvents;
  readonly now: CoreEvents;
}

/** What people and programs did, by account number. */
export async function useHistories(ctx: Context, day: Day): Promise<ReadonlyMap<number, UseHistory>> {
  const found = await loadUseMonths(ctx.db, day);
  const oldest = addDays(day, -MONTH * MONTHS);
  return new Map(
    found.map((row) => {
      const people = Array.from({ length: MONTHS }, () => 0);
      const events = Array.from({ length: MONTHS }, () => NONE);
      for (const [place, ago] of row.months_ago.entries()) {
        people[MONTHS - 1 - ago] = row.people[place] ?? 0;
        events[MONTHS - 1 - ago] = { automated: row.automated[place] ?? 0, human: row.events[place] ?? 0 };
      }
      return [row.account_no, { people, events, isWhole: row.first_event_on !== null && row.first_event_on <= oldest }];
    }),
  );
}

/** The core events of several accounts together. */
export function quarterOf(histories: readonly (UseHistory | undefined)[]): QuarterOfEvents {
  const sum = (monthsAgo: number): CoreEvents =>
    histories.reduce<CoreEvents>((total, history) => {
      const own = history?.events.at(-1 - monthsAgo) ?? NONE;
      return { automated: total.automated + own.automated, human: total.human + own.human };
    }, NONE);
  return { before: sum(QUARTER), now: sum(0) };
}

/** Null where no event of six months was said to be a program's: then nobody says who acts. */
export function automationReport(histories: readonly (UseHistory | undefined)[]): AutomationReport | null {
  const told = histories.some((history) => history?.events.some(({ automated }) => automated > 0));
  if (!told) return null;
  const { before, now } = quarterOf(histories);
  return { shareTenths: automationTenths(now), shareBeforeTenths: automationTenths(before) };
}

/** How many accounts a price per seat fits, of those with six months of use. */
export function seatFitReport(
  accounts: readonly AdoptionAccount[],
  histories: ReadonlyMap<number, UseHistory>,
): SeatFitReport {
  const fits = accounts.flatMap((account) => fitOf(account, histories.get(account.accountNo)) ?? []);
  const verdicts = { fit: 0, watch: 0, weak: 0 };
  for (const { verdict } of fits) verdicts[verdict] += 1;
  const median = medianTimes2(fits.map(({ tenths }) => tenths));
  return {
    accounts: verdicts,
    medianTenths: median === null ? null : Number(roundHalfUp(median, 2n)),
    unknown: accounts.length - fits.length,
  };
}

function fitOf({ utilizationSubHundredths }: AdoptionAccount, history: UseHistory | undefined): SeatFit | null {
  if (!history?.isWhole) return null;
  const all = history.events.map(({ automated, human }) => automated + human);
  const rhoMillionths = spearmanMillionths(history.people, all);
  const events = history.events.at(-1) ?? NONE;
  return rhoMillionths === null ? null : seatFit({ events, rhoMillionths, utilizationSubHundredths });
}
