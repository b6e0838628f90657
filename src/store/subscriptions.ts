import { z } from 'zod';
import { type Db, rows } from './db.ts';

const itemRow = z.object({
  item: z.string(),
  seats: z.number().nullable(),
  unit_amount: z.string().nullable(),
  interval: z.string().nullable(),
  interval_count: z.number().nullable(),
  /** Instants; absent where the source does not say which period is billed. */
  period_start: z.string().optional(),
  period_end: z.string().optional(),
});
export type SubscriptionItemRow = z.infer<typeof itemRow>;

const stateRow = z.object({
  account_id: z.number(),
  source: z.string(),
  subscription_id: z.string(),
  effective_at: z.date(),
  precedence: z.number(),
  state_id: z.string(),
  recorded_at: z.date(),
  status: z.string(),
  currency: z.string().nullable(),
  seats: z.number().nullable(),
  billing_anchor: z.date().nullable(),
  items: z.array(itemRow),
});
/** The part of a subscription's state that the seat ledger is derived from. */
export type SubscriptionStateRow = z.infer<typeof stateRow>;

export interface NewSubscriptionState extends SubscriptionStateRow {
  readonly plan: string | null;
  readonly mrr_minor: number | null;
  readonly mrr_unknown: boolean;
  readonly usage_based: boolean;
  readonly started_at: Date | null;
  readonly renews_at: Date | null;
  readonly cancel_at_period_end: boolean;
}

const COLUMNS = `account_id, source, subscription_id, effective_at, precedence, state_id, recorded_at, status, plan,
  currency, seats, mrr_minor, mrr_unknown, usage_based, started_at, renews_at, cancel_at_period_end, billing_anchor, items`;

const identity = z.object({ account_id: z.number(), subscription_id: z.string(), state_id: z.string() });
export type StateIdentity = z.infer<typeof identity>;

/**
 * Appends states of subscriptions.
 * @returns those that were not there before.
 */
export async function insertSubscriptionStates(
  db: Db,
  states: readonly NewSubscriptionState[],
): Promise<StateIdentity[]> {
  if (states.length === 0) return [];
  return rows(
    db,
    identity,
    `insert into subscription_states (${COLUMNS})
     select ${COLUMNS} from jsonb_populate_recordset(null::subscription_states, $1::jsonb)
     on conflict do nothing
     returning account_id, subscription_id, state_id`,
    [JSON.stringify(states)],
  );
}

/** Every state of every subscription that these accounts have at a source. */
export async function readSubscriptionStates(
  db: Db,
  source: string,
  accountIds: readonly number[],
): Promise<SubscriptionStateRow[]> {
  return rows(
    db,
    stateRow,
    `select account_id, source, subscription_id, effective_at, precedence, state_id, recorded_at, status, currency, seats,
       billing_anchor, items
     from subscription_states where source = $1 and account_id = any ($2::bigint[])`,
    [source, accountIds],
  );
}

const billedAccount = z.object({ account_id: z.number(), sources: z.array(z.string()) });

/** Accounts after a number for which any source has stated a subscription, ascending, with those sources. */
export async function billedAccounts(db: Db, after: number, limit: number): Promise<z.infer<typeof billedAccount>[]> {
  return rows(
    db,
    billedAccount,
    `select account_id, array_agg(distinct source) as sources
     from subscription_states where account_id > $1 group by account_id order by account_id limit $2`,
    [after, limit],
  );
}
