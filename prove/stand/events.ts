import { addDays } from '../../src/domain/day.ts';

const DAY_MS = 86_400_000;
/** Over so many days are the events spread. */
const DAYS = 28;
const ACCOUNTS = 50;
const PEOPLE = 97;

/** Events that are known by their number alone: whoever reads one back from the database knows which it was. */
export interface NumberedEvents {
  /** The event as JSON. */
  textOf(number: number): string;
  /** Key of its account. */
  accountOf(number: number): string;
  /** The number of the event that happened at this time (ms since 1970). */
  numberAt(time: number): number;
  /** Beginnings of the days on which events happen. */
  readonly days: readonly Date[];
}

/** @param run told apart from other runs by this */
export function numberedEvents(run: string, now: Date): NumberedEvents {
  const first = Date.parse(`${addDays(now.toISOString().slice(0, 10), -DAYS - 2)}T00:00:00Z`);
  const accountOf = (number: number): string => `prove-${number % ACCOUNTS}`;
  return {
    textOf: (number) => {
      const at = new Date(first + (number % DAYS) * DAY_MS + Math.floor(number / DAYS)).toISOString();
      return (
        `{"event":"report_viewed","timestamp":"${at}","account_id":"${accountOf(number)}",` +
        `"user_id":"user-${number % PEOPLE}","message_id":"${run}-${number}"}`
      );
    },
    accountOf,
    numberAt: (time) => Math.floor((time - first) / DAY_MS) + DAYS * ((time - first) % DAY_MS),
    days: Array.from({ length: DAYS }, (_, day) => new Date(first + day * DAY_MS)),
  };
}
