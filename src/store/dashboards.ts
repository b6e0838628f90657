import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import type { SignalId } from '../domain/episodes/rules/index.ts';
import { type Db, oneRow } from './db.ts';
import { runQuery } from './query-file.ts';

export const bandDaySchema = z.strictObject({
  day: z.string(),
  excluded: z.boolean(),
  band: z.enum(['CRITICAL', 'WARN', 'ok', 'healthy', 'champion']).nullable(),
  accounts: z.int(),
});
export type BandDayRow = z.infer<typeof bandDaySchema>;

export const peopleMonthSchema = z.strictObject({ ago: z.int(), people: z.int() });
export type PeopleMonthRow = z.infer<typeof peopleMonthSchema>;

export const openAlertSchema = z.strictObject({
  account_id: z.string(),
  signal: z.custom<SignalId>((value) => typeof value === 'string'),
  state: z.enum(['open', 'acknowledged', 'snoozed']),
  opened_on: z.string(),
  acknowledged_by: z.string().nullable(),
});
export type OpenAlertRow = z.infer<typeof openAlertSchema>;

/** Open alerts of some kinds, in no order. */
export function loadOpenAlerts(db: Db, signals: readonly SignalId[]): Promise<OpenAlertRow[]> {
  return runQuery(db, 'open-alerts', openAlertSchema, { signals });
}

/** Accounts by band on some days, oldest first. */
export function loadBandDays(db: Db, days: readonly Day[]): Promise<BandDayRow[]> {
  return runQuery(db, 'band-days', bandDaySchema, { days });
}

/** Active people of all accounts by 30-day month before the day, oldest first. */
export function loadPeopleMonths(db: Db, day: Day): Promise<PeopleMonthRow[]> {
  return runQuery(db, 'people-months', peopleMonthSchema, { day });
}

/** Changes whenever a snapshot is taken, taken again or removed, and whenever an account is erased. */
export async function snapshotMark(db: Db): Promise<string> {
  const text = `select concat_ws(' ', count(*), max(finished_at), max(day), sum(revision), sum(accounts),
      (select count(*) from tombstones where of = 'account'), (select count(*) from accounts)) as mark
    from snapshot_runs`;
  return (await oneRow(db, z.strictObject({ mark: z.string() }), text, []))?.mark ?? '';
}
