import { z } from 'zod';
import { type Db, execute, rows } from './db.ts';
import { runQuery } from './query-file.ts';

const movementRow = z.object({
  account_id: z.number(),
  movement_id: z.number(),
  subscription_item: z.string(),
  kind: z.string(),
  delta: z.number(),
  effective_at: z.date(),
  recorded_at: z.date(),
  source: z.string(),
  source_event_id: z.string(),
  idempotency_key: z.string(),
  corrects_id: z.number().nullable(),
});
/** A movement as it is in the ledger. */
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
  readonly billing_anchor: Date | null;
  readonly billing_interval: string | null;
  readonly interval_count: number | null;
  readonly unit_amount: string | null;
  readonly currency: string | null;
  readonly actor: string | null;
  readonly note: string | null;
}

const COLUMNS = `account_id, subscription_item, kind, delta, effective_at, recorded_at, source, source_event_id,
  idempotency_key, corrects_id, billing_anchor, billing_interval, interval_count, unit_amount, currency, actor, note`;

/** Every movement of these accounts, in the order in which they were recorded within each. */
export async function readMovements(db: Db, accountIds: readonly number[]): Promise<MovementRow[]> {
  return rows(
    db,
    movementRow,
    `select account_id, movement_id, subscription_item, kind, delta, effective_at, recorded_at, source, source_event_id,
       idempotency_key, corrects_id
     from seat_movements where account_id = any ($1::bigint[]) order by account_id, movement_id`,
    [accountIds],
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

export const foundMovementSchema = z.strictObject({
  account_id: z.string(),
  item: z.string(),
  kind: z.string(),
  delta: z.int(),
  effective_at: z.date(),
  recorded_at: z.date(),
  source: z.string(),
  source_event_id: z.string(),
  idempotency_key: z.string(),
  corrects: z.string().nullable(),
  actor: z.string().nullable(),
  note: z.string().nullable(),
  matched: z.boolean(),
});
/** A movement of any account, by the vendor's own id of it. */
export type FoundMovement = z.infer<typeof foundMovementSchema>;

/** What movements are looked for by; those that are null are not looked for. */
export interface MovementQuery {
  readonly event: string | null;
  readonly key: string | null;
  readonly item: string | null;
  readonly at: Date | null;
}

/** Movements that an event, a key, or an item at an instant leads to, with those they correct or are corrected by. */
export function queryMovements(db: Db, query: MovementQuery, limit: number): Promise<FoundMovement[]> {
  return runQuery(db, 'find-movements', foundMovementSchema, { ...query, limit });
}
