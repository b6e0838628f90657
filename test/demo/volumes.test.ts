import { describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/demo-account.ts';
import { ingestEvents } from '../../src/demo/ingest-events.ts';
import { demoPortfolio } from '../../src/demo/portfolio.ts';
import { addDays, type Day } from '../../src/domain/day.ts';
import { sourceFault } from '../../src/domain/source-outage.ts';
import { localDayOf } from '../../src/lib/local-time.ts';

const JUDGED_DAYS = 56;
const WEEKS_BACK = [0, 7, 14, 21, 28];
/** Around both changes of the clocks, a turn of the year and a leap day; seven days each, so every weekday. */
const STARTS: readonly Day[] = ['2026-03-26', '2026-10-22', '2026-11-18', '2026-12-29', '2028-02-26'];
const SYSTEM = /^(seat_count_set|support_ticket_.*|\$exception|nps_.*)$/;

function visited(accounts: readonly DemoAccount[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { visits } of accounts) {
    for (const { daysAgo, events } of visits) counts.set(daysAgo, (counts.get(daysAgo) ?? 0) + events);
  }
  return counts;
}

/** Days of the last eight weeks on which the only source of activity would look broken at the midnight after. */
function faults(counts: ReadonlyMap<number, number>): number[] {
  return Array.from({ length: JUDGED_DAYS }, (_, index) => index + 1).filter((daysAgo) => {
    const sameWeekdays = WEEKS_BACK.map((back) => counts.get(daysAgo + back) ?? 0);
    return sourceFault({ silentMinutes: 0, usualWeeks: 4, sameWeekdays }, 'all') !== null;
  });
}

describe('the volume of the demo', () => {
  it.each(STARTS)('looks like no outage on any day of eight weeks, begun on any weekday from %s', (from) => {
    for (let later = 0; later < 7; later += 1) {
      const today = addDays(from, later);
      const { accounts } = demoPortfolio({ today, timeZone: 'UTC' });
      const counts = visited(accounts);
      expect(faults(counts), today).toEqual([]);
      // No day without anything either: a pause of 26 hours would look like silence.
      expect(
        Math.min(...Array.from({ length: JUDGED_DAYS }, (_, index) => counts.get(index + 1) ?? 0)),
      ).toBeGreaterThan(500);
    }
  });

  it('would look broken without the accounts that are busy on weekends', () => {
    const { accounts } = demoPortfolio({ today: '2026-11-21', timeZone: 'UTC' });
    const isBusy = ({ visits }: DemoAccount): boolean => visits.some(({ user, events }) => user > 1 && events === 20);
    const others = accounts.filter((account, index) => index < 5 || !isBusy(account));
    expect(others.length).toBe(accounts.length - 5);
    expect(faults(visited(others))).not.toEqual([]);
  });

  it.each([
    ['2026-03-30', 'Europe/Berlin'],
    ['2026-11-02', 'America/New_York'],
    ['2026-04-06', 'Australia/Lord_Howe'],
  ])('falls on the local days that are meant, before %s in %s', (today, timeZone) => {
    const portfolio = demoPortfolio({ today, timeZone });
    const slice = { ...portfolio, accounts: portfolio.accounts.slice(60, 75) };
    const days = new Map<Day, number>();
    for (const { event, timestamp } of ingestEvents(slice)) {
      if (SYSTEM.test(event)) continue;
      const day = localDayOf(new Date(timestamp), timeZone);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    const meant = visited(slice.accounts);
    for (let daysAgo = 1; daysAgo <= JUDGED_DAYS; daysAgo += 1) {
      expect(days.get(addDays(today, -daysAgo)), `${daysAgo} days ago`).toBe(meant.get(daysAgo));
    }
  });
});
