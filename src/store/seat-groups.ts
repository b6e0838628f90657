import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import type { Db } from './db.ts';
import { runQuery } from './query-file.ts';

export type SeatPart = 'role' | 'department';

export const seatGroupSchema = z.strictObject({
  /** The vendor's own. */
  account_id: z.string(),
  /** In lower case; null: nobody said it. */
  name: z.string().nullable(),
  people: z.int(),
  active: z.int(),
  stopped: z.int(),
  /** Of whom it was said that they have a seat. */
  assigned: z.int(),
});
export type SeatGroupRow = z.infer<typeof seatGroupSchema>;

/** A person by their account and number. */
export interface ActivePerson {
  readonly account_no: number;
  readonly user_no: number;
}

/** People of accounts by role or department; `active` null: whoever did anything in 30 days. */
export function loadSeatGroups(
  db: Db,
  part: SeatPart,
  input: {
    readonly accountIds: readonly string[];
    readonly day: Day;
    readonly active: readonly ActivePerson[] | null;
  },
): Promise<SeatGroupRow[]> {
  return runQuery(db, 'seat-groups', seatGroupSchema, {
    part,
    day: input.day,
    account_ids: input.accountIds,
    active_accounts: input.active?.map((one) => one.account_no) ?? null,
    active_users: input.active?.map((one) => one.user_no) ?? null,
  });
}

export const stoppedPersonSchema = z.strictObject({
  user_id: z.string(),
  name: z.string().nullable(),
  role: z.string().nullable(),
  department: z.string().nullable(),
  last_on: z.string(),
});

/** Who of an account stopped within the last quarter, the newest first. For our own people only. */
export function loadStopped(
  db: Db,
  accountNo: number,
  day: Day,
  limit: number,
): Promise<z.infer<typeof stoppedPersonSchema>[]> {
  return runQuery(db, 'people-stopped', stoppedPersonSchema, { account_no: accountNo, day, limit });
}
