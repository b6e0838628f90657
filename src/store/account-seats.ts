import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import type { Db } from './db.ts';
import { runQuery } from './query-file.ts';

export const roleRowSchema = z.strictObject({ role: z.string().nullable(), people: z.int(), active: z.int() });

/**
 * Roles of an account's people, largest first; people of no known role have the role null. `active` are the numbers of
 * those who are active; null: everybody who did anything in 30 days.
 */
export function loadRoles(
  db: Db,
  accountNo: number,
  day: Day,
  active: readonly number[] | null,
): Promise<z.infer<typeof roleRowSchema>[]> {
  return runQuery(db, 'account-roles', roleRowSchema, { account_no: accountNo, day, active });
}

export const ledgerRowSchema = z.strictObject({
  effective_at: z.date(),
  delta: z.int(),
  kind: z.string(),
  source: z.string(),
  source_event_id: z.string(),
  balance: z.int(),
});

/** The newest seat movements before an instant, newest first. */
export function loadLedger(
  db: Db,
  accountNo: number,
  before: Date,
  limit: number,
): Promise<z.infer<typeof ledgerRowSchema>[]> {
  return runQuery(db, 'seat-ledger', ledgerRowSchema, { account_no: accountNo, before, limit });
}

export const seatPriceSchema = z.strictObject({
  item: z.string(),
  unit_amount: z.string().nullable(),
  currency: z.string().nullable(),
  period_start: z.date().nullable(),
  period_end: z.date().nullable(),
});

/** Items that are billed per seat at an instant, each with the price of a seat and its period, null where not stated. */
export function loadSeatPrices(db: Db, accountNo: number, at: Date): Promise<z.infer<typeof seatPriceSchema>[]> {
  return runQuery(db, 'current-seat-prices', seatPriceSchema, { account_no: accountNo, at });
}
