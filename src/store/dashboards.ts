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
  state: z.enum(['open', 'acknowledged']),
  opened_on: z.string(),
  acknowledged_by: z.string().nullable(),
});
export type OpenAlertRow = z.infer<typeof openAlertSchema>;

export const openAlertAccountsSchema = z.strictObject({ awake: z.array(z.string()), asleep: z.array(z.string()) });
export type OpenAlertAccounts = z.infer<typeof openAlertAccountsSchema>;

/** Accounts that have open alerts of some kinds, by the vendor's own ids, in no order. */
export async function loadOpenAlertAccounts(db: Db, signals: readonly SignalId[]): Promise<OpenAlertAccounts> {
  const [found] = await runQuery(db, 'open-alert-accounts', openAlertAccountsSchema, { signals });
  return found ?? { awake: [], asleep: [] };
}

/** Open alerts of some kinds that some accounts have and that do not sleep, in no order. */
export function loadOpenAlerts(
  db: Db,
  { accountIds, signals }: { readonly accountIds: readonly string[]; readonly signals: readonly SignalId[] },
): Promise<OpenAlertRow[]> {
  return runQuery(db, 'open-alerts', openAlertSchema, { signals, account_ids: accountIds });
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
