import { firstDayOf } from '../../src/domain/month.ts';
import { type Db, execute } from '../../src/store/db.ts';
import { type FixtureAccount, type FixtureState, insertAccount } from './portfolio.ts';

const DAY = '2026-03-01';

/** MRR in minor units from the noon of a day on; null ends it. */
export type Paid = readonly (readonly [day: string, minor: number | null])[];

/** States of one subscription that bills so much from those days on. */
export function statesOf(paid: Paid, more: Partial<FixtureState> = {}): FixtureState[] {
  return paid.map(([day, minor]) => ({
    at: new Date(`${day.length === 7 ? firstDayOf(day) : day}T12:00:00Z`),
    status: minor === null ? 'canceled' : 'active',
    currency: 'USD',
    mrrMinor: minor ?? 0,
    ...more,
  }));
}

/** An account with what it paid; its number. */
export function payingAccount(
  db: Db,
  accountId: string,
  paid: Paid,
  more: Partial<FixtureAccount> = {},
): Promise<number> {
  return insertAccount(db, DAY, { accountId, customerSince: '2024-01-01', states: statesOf(paid), ...more });
}

/** A rate from a day on. */
export async function rate(db: Db, currency: string, from: string, units: string): Promise<void> {
  await execute(db, 'insert into fx_rates values ($1, $2, $3, $4)', [currency, 'USD', from, units]);
}

/** Seats that an account added on days. */
export async function seatsAdded(db: Db, accountId: string, added: readonly (readonly [string, number])[]) {
  for (const [day, delta] of added) {
    await execute(
      db,
      `insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
         idempotency_key)
       select account_id, 'item', 'add', $3, $2::timestamptz, 'fixture', $2, $2 from accounts where external_id = $1`,
      [accountId, day, delta],
    );
  }
}

/** A snapshot of the day that knows of an account how many people were active in its windows, and no more. */
export async function snapshotOfPeople(db: Db, accountId: string, windows: readonly number[]): Promise<void> {
  const facts = JSON.stringify({ active_user_windows: windows });
  await execute(db, `insert into snapshot_runs values ($1, 1, 'balanced', 1, 'h', 1000, 1, '{}', $1::date, $1::date)`, [
    DAY,
  ]);
  await execute(
    db,
    `insert into health_snapshots (account_id, day, revision, bucket, currency, mrr_minor, facts, seats, health,
       definition_id, definition_version, definition_hash, fleet_factor, input_hash, computed_at)
     select account_id, $2, 1, 'steady', 'USD', 0, $3, '{}', '{}', 'balanced', 1, 'h', 1000, 'h', $2::date
     from accounts where external_id = $1`,
    [accountId, DAY, facts],
  );
}
