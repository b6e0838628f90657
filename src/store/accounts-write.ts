import { z } from 'zod';
import { textArray } from './binary-array.ts';
import { type Db, execute, rows } from './db.ts';
import { type Lock, lockByAccount } from './lock-by-account.ts';

const accountRow = z.object({
  account_id: z.number(),
  external_id: z.string(),
  name: z.string(),
  domain: z.string().nullable(),
  aliases: z.array(z.string()),
  plan: z.string().nullable(),
  industry: z.string().nullable(),
  owner_email: z.string().nullable(),
  customer_since: z.string(),
  customer_since_given: z.boolean(),
  renews_on: z.string().nullable(),
  excluded_reason: z.enum(['usage_based_plan', 'trial', 'internal', 'cancelled', 'free']).nullable(),
  stripe_customer_id: z.string().nullable(),
  first_event_on: z.string().nullable(),
  next_user_no: z.number(),
  updated_at: z.date(),
  /** When each field was last stated, in milliseconds since 1970. */
  said_at: z.record(z.string(), z.number()),
});
/** An account as it is stored. */
export type AccountRow = z.infer<typeof accountRow>;

const COLUMNS = `a.account_id, a.external_id, a.name, a.domain, a.aliases, a.plan, a.industry, a.owner_email,
  a.customer_since, a.customer_since_given, a.renews_on, a.excluded_reason, a.stripe_customer_id, a.first_event_on,
  a.next_user_no, a.updated_at, a.said_at`;

const keyRow = z.object({ key: z.string(), account_id: z.number() });

/** What a batch needs to know of every account it touches. */
export type AccountDates = Pick<
  AccountRow,
  'account_id' | 'external_id' | 'customer_since' | 'customer_since_given' | 'first_event_on'
>;
const DATES = 'a.account_id, a.external_id, a.customer_since, a.customer_since_given, a.first_event_on';

/** Accounts by the vendor's own ids; unknown ids are left out. */
export async function findAccounts(db: Db, keys: readonly string[]): Promise<AccountDates[]> {
  const text = `select ${DATES} from account_keys k join accounts a using (account_id)
    where k.external_id = any ($1::text[])`;
  const result = await db.query<AccountDates>({ name: 'find-accounts', text, values: [textArray(keys)] });
  return result.rows;
}

/** The same by number. */
export async function readAccountDates(db: Db, ids: readonly number[]): Promise<AccountDates[]> {
  if (ids.length === 0) return [];
  const text = `select ${DATES} from accounts a where a.account_id = any ($1::bigint[])`;
  return (await db.query<AccountDates>(text, [ids])).rows;
}

/**
 * Account numbers by another name: alias, then domain, then billing customer. A name that several accounts share
 * leads to none of them, nor to another that it would lead to further on.
 */
export async function findAccountIdsByName(db: Db, keys: readonly string[]): Promise<Map<string, number>> {
  const found = await rows(
    db,
    keyRow,
    `with wanted as (select key, lower(key) as folded from unnest($1::text[]) as k (key)),
     hits as (
       select w.key, a.account_id, 1 as rank from wanted w
         join accounts a on folded(a.aliases) @> array[w.folded]
       union
       select w.key, a.account_id, 2 from wanted w join accounts a on lower(a.domain) = w.folded
       union
       select w.key, a.account_id, 3 from wanted w join accounts a on a.stripe_customer_id = w.key
     ),
     best as (
       select distinct on (key) key, min(account_id) as account_id, count(*) as accounts
       from hits group by key, rank order by key, rank
     )
     select key, account_id from best where accounts = 1`,
    [keys],
  );
  return new Map(found.map((row) => [row.key, row.account_id]));
}

export interface NewAccount {
  readonly externalId: string;
  /** Local day of the first sign of the account. */
  readonly customerSince: string;
}

/** Creates accounts, each named as its id until a profile says better. Those that exist meanwhile are left alone. */
export async function createAccounts(db: Db, accounts: readonly NewAccount[], at: Date): Promise<void> {
  if (accounts.length === 0) return;
  await execute(
    db,
    `with input as (select * from unnest($1::text[], $2::date[]) as i (external_id, customer_since)),
     keys as (
       insert into account_keys (external_id) select external_id from input order by external_id
       on conflict do nothing
       returning external_id, account_id
     )
     insert into accounts (account_id, external_id, name, customer_since, customer_since_given, created_at, updated_at)
     select k.account_id, i.external_id, i.external_id, i.customer_since, false, $3::timestamptz, 'epoch'
     from keys k join input i using (external_id)`,
    [accounts.map((account) => account.externalId), accounts.map((account) => account.customerSince), at],
  );
}

const LOCK_ACCOUNT: Lock = {
  name: 'lock-account',
  text: 'select from accounts where account_id = $1::bigint for no key update',
};

/** Locks accounts until the caller's transaction ends. */
export async function lockAccounts(db: Db, ids: readonly number[]): Promise<void> {
  await lockByAccount(db, LOCK_ACCOUNT, new Map(ids.map((id) => [id, []])));
}

/** Accounts by number, in no order: a statement after the lock sees what the lock waited for. */
export async function readLockedAccounts(db: Db, ids: readonly number[]): Promise<AccountRow[]> {
  if (ids.length === 0) return [];
  return rows(db, accountRow, `select ${COLUMNS} from accounts a where a.account_id = any ($1::bigint[])`, [ids]);
}

/** Writes locked accounts back, all columns that ingest may change. */
export async function updateAccounts(db: Db, accounts: readonly AccountRow[]): Promise<void> {
  if (accounts.length === 0) return;
  await execute(
    db,
    `update accounts a set name = i.name, domain = i.domain, aliases = i.aliases, plan = i.plan, industry = i.industry,
       owner_email = i.owner_email, customer_since = i.customer_since, customer_since_given = i.customer_since_given,
       renews_on = i.renews_on, excluded_reason = i.excluded_reason, stripe_customer_id = i.stripe_customer_id,
       first_event_on = i.first_event_on, next_user_no = i.next_user_no, updated_at = i.updated_at,
       said_at = i.said_at
     from jsonb_populate_recordset(null::accounts, $1::jsonb) i
     where a.account_id = i.account_id`,
    [JSON.stringify(accounts)],
  );
}

export interface OwnerRow {
  readonly email: string;
  readonly name: string | null;
  readonly slackUserId: string | null;
}

/** Adds or completes owners: what is not given stays as it is. */
export async function upsertOwners(db: Db, owners: readonly OwnerRow[]): Promise<void> {
  if (owners.length === 0) return;
  const sorted = [...owners].sort((a, b) => (a.email < b.email ? -1 : 1));
  await execute(
    db,
    `insert into owners as o (email, name, slack_user_id)
     select email, coalesce(name, email), slack_user_id from unnest($1::text[], $2::text[], $3::text[]) as i (email, name, slack_user_id)
     on conflict (email) do update set
       name = coalesce(nullif(excluded.name, excluded.email), o.name),
       slack_user_id = coalesce(excluded.slack_user_id, o.slack_user_id)`,
    [sorted.map((owner) => owner.email), sorted.map((owner) => owner.name), sorted.map((owner) => owner.slackUserId)],
  );
}
