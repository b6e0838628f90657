import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, rows } from './db.ts';
import { runQuery } from './query-file.ts';

export const adoptionAccountSchema = z.strictObject({
  account_no: z.int(),
  bucket: z.string(),
  plan: z.string().nullable(),
  industry: z.string().nullable(),
  age_days: z.int(),
  paid_seats: z.int(),
  paid_seats_90d_ago: z.int().nullable(),
  active_users_30d: z.int(),
});
export type AdoptionAccountRow = z.infer<typeof adoptionAccountSchema>;

/** The accounts of a day with snapshots, as far as the use of their seats goes, in no order. */
export function loadAdoptionAccounts(db: Db, day: Day): Promise<AdoptionAccountRow[]> {
  return runQuery(db, 'adoption-accounts', adoptionAccountSchema, { day });
}

export const useMonthsSchema = z.strictObject({
  account_no: z.int(),
  first_event_on: z.string().nullable(),
  /** Which months have rows, the oldest first; the other arrays are in its order. */
  months_ago: z.array(z.int()),
  people: z.array(z.int()),
  events: z.array(z.int()),
  automated: z.array(z.int()),
});
export type UseMonthsRow = z.infer<typeof useMonthsSchema>;

/** People, events and events of programs in the six 30-day months before a local day; nothing for an unused account. */
export function loadUseMonths(db: Db, day: Day): Promise<UseMonthsRow[]> {
  return runQuery(db, 'use-months', useMonthsSchema, { day });
}

export const seatsBoughtSchema = z.strictObject({
  account_no: z.int(),
  effective_at: z.date(),
  delta: z.int(),
  is_new: z.boolean(),
});
export type SeatsBoughtRow = z.infer<typeof seatsBoughtSchema>;

/** What moved seats between two instants, by account and time; `is_new`: its first seats came in that time. */
export function loadSeatsBought(db: Db, from: Date, dayStart: Date): Promise<SeatsBoughtRow[]> {
  return runQuery(db, 'seats-bought', seatsBoughtSchema, { from, day_start: dayStart });
}

/** The first day that counts of any account go back to; null before the first event. */
export async function loadFirstUseDay(db: Db): Promise<Day | null> {
  const schema = z.strictObject({ day: z.string().nullable() });
  const [found] = await rows(db, schema, 'select min(day) as day from account_day', []);
  return found?.day ?? null;
}

export const peopleBeforeSchema = z.strictObject({ people: z.int() });

/** Distinct people who were active in the 30 local days before a day, for each pair, in their order. */
export async function loadPeopleBefore(
  db: Db,
  pairs: readonly { readonly accountNo: number; readonly day: Day }[],
): Promise<number[]> {
  if (pairs.length === 0) return [];
  const found = await runQuery(db, 'people-before', peopleBeforeSchema, {
    account_nos: pairs.map(({ accountNo }) => accountNo),
    days: pairs.map(({ day }) => day),
  });
  return found.map(({ people }) => people);
}

export const supportTimesSchema = z.strictObject({
  account_no: z.int(),
  opened: z.int(),
  urgent: z.int(),
  resolution_minutes: z.array(z.int()),
});
export type SupportTimesRow = z.infer<typeof supportTimesSchema>;

/** Tickets of 30 days up to an instant, by account; null where no source of tickets is connected. */
export async function loadSupportTimes(db: Db, start30d: Date, dayStart: Date): Promise<SupportTimesRow[] | null> {
  const connected = await rows(
    db,
    z.strictObject({ source: z.string() }),
    `select source from source_watermarks where kind = 'tickets' limit 1`,
    [],
  );
  if (connected.length === 0) return null;
  return runQuery(db, 'support-times', supportTimesSchema, { start_30d: start30d, day_start: dayStart });
}
