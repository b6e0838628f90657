import { z } from 'zod';
import { type Db, execute, rows } from './db.ts';

const movementRow = z.object({
  account_id: z.number(),
  movement_id: z.number(),
  subscription_item: z.string(),
  delta: z.number(),
  corrects_id: z.number().nullable(),
  source_event_id: z.string(),
});
/** A movement that was written from what a provider said. */
export type MovementRow = z.infer<typeof movementRow>;

export interface NewMovementRow {
  readonly account_id: number;
  readonly subscription_item: string;
  readonly kind: string;
  readonly delta: number;
  readonly effective_at: Date;
  readonly recorded_at: Date;
  readonly source: string;
  readonly source_event_id: string;
  readonly idempotency_key: string;
  readonly corrects_id: number | null;
  readonly billing_interval: string | null;
  readonly interval_count: number | null;
  readonly unit_amount: string | null;
  readonly currency: string | null;
}

const COLUMNS = `account_id, subscription_item, kind, delta, effective_at, recorded_at, source, source_event_id,
  idempotency_key, corrects_id, billing_interval, interval_count, unit_amount, currency`;

/** Movements of these accounts that came from a source; those made by hand have another source. */
export async function readMovements(db: Db, source: string, accountIds: readonly number[]): Promise<MovementRow[]> {
  return rows(
    db,
    movementRow,
    `select account_id, movement_id, subscription_item, delta, corrects_id, source_event_id
     from seat_movements where source = $1 and account_id = any ($2::bigint[]) order by account_id, movement_id`,
    [source, accountIds],
  );
}

/** Appends movements to the ledger of locked accounts. */
export async function insertMovements(db: Db, movements: readonly NewMovementRow[]): Promise<void> {
  if (movements.length === 0) return;
  await execute(
    db,
    `insert into seat_movements (${COLUMNS})
     select ${COLUMNS} from jsonb_populate_recordset(null::seat_movements, $1::jsonb)`,
    [JSON.stringify(movements)],
  );
}
