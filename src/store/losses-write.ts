import { z } from 'zod';
import { type Db, rows } from './db.ts';

const identity = z.strictObject({ account_id: z.number(), lost_on: z.string() });

export interface LossRow extends z.infer<typeof identity> {
  readonly churned: boolean;
  /** Minor units per month. */
  readonly lost_mrr_minor: number | null;
  readonly currency: string | null;
  readonly reason: string | null;
}

/**
 * Stores what accounts took away, one row per account and day; what was said before gives way.
 * @returns those that were not there before, or differ.
 */
export async function upsertLosses(db: Db, losses: readonly LossRow[]): Promise<z.infer<typeof identity>[]> {
  if (losses.length === 0) return [];
  return rows(
    db,
    identity,
    `insert into losses as l (account_id, lost_on, churned, lost_mrr_minor, currency, reason)
     select account_id, lost_on, churned, lost_mrr_minor, currency, reason
     from jsonb_populate_recordset(null::losses, $1::jsonb)
     order by account_id, lost_on
     on conflict (account_id, lost_on) do update set
       churned = excluded.churned, lost_mrr_minor = excluded.lost_mrr_minor, currency = excluded.currency,
       reason = excluded.reason
     where (l.churned, l.lost_mrr_minor, l.currency, l.reason)
       is distinct from (excluded.churned, excluded.lost_mrr_minor, excluded.currency, excluded.reason)
     returning account_id, lost_on`,
    [JSON.stringify(losses)],
  );
}
