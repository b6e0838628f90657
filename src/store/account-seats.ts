import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import type { Db } from './db.ts';
import { runQuery } from './query-file.ts';

export const peopleRowSchema = z.strictObject({ name: z.string().nullable(), people: z.int(), active: z.int() });

/**
 * An account's people by role or department, the largest part first; those of no known one have the name null. `active`
 * are the numbers of those who are active; null: everybody who did anything in 30 days.
 */
export function loadPeopleBy(
  db: Db,
  part: 'role' | 'department',
  {
    accountNo,
    active,
    day,
  }: {
    readonly accountNo: number;
    readonly day: Day;
    readonly active: readonly number[] | null;
  },
): Promise<z.infer<typeof peopleRowSchema>[]> {
  return runQuery(db, 'account-people', peopleRowSchema, { account_no: accountNo, day, active, part });
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

export const seatBalanceSchema = z.strictObject({ seats: z.int().nullable() });

/** Paid seats right before each instant, in the order given; null before the ledger begins. */
export async function loadSeatBalances(
  db: Db,
  accountNo: number,
  instants: readonly Date[],
): Promise<(number | null)[]> {
  const found = await runQuery(db, 'seat-balances', seatBalanceSchema, { account_no: accountNo, instants });
  return found.map(({ seats }) => seats);
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

export const billedItemSchema = z.strictObject({
  subscription: z.string(),
  seats: z.int().nullable(),
  unit_amount: z.string().nullable(),
  interval: z.string().nullable(),
  interval_count: z.int().nullable(),
  currency: z.string().nullable(),
  period_start: z.date().nullable(),
  period_end: z.date().nullable(),
  mrr_minor: z.int().nullable(),
});

/** Items of an account's running subscriptions at an instant; a subscription without items is one row of nulls. */
export function loadBilledItems(db: Db, accountNo: number, at: Date): Promise<z.infer<typeof billedItemSchema>[]> {
  return runQuery(db, 'billed-items', billedItemSchema, { account_no: accountNo, at });
}
