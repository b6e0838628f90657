import type pg from 'pg';
import type { BenchPerson } from './stream.ts';

const PEOPLE = [
  `insert into account_keys (external_id) select 'acct_' || n from generate_series(1, $1::int) n order by n`,
  `insert into accounts (account_id, external_id, name, customer_since, first_event_on, next_user_no)
   select account_id, external_id, external_id, current_date - 400, current_date - 400,
     least(3000, greatest(2, round(8 * exp(1.4 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())))))::int
   from account_keys where $1::int > 0`,
  `insert into account_users (account_id, user_no, external_id, email, role, first_seen_at)
   select a.account_id, u.no, 'user_' || u.no, 'user' || u.no || '@' || a.external_id || '.example', 'analyst',
     current_date - 400
   from accounts a cross join lateral generate_series(0, a.next_user_no - 1) u (no) where $1::int > 0`,
  `insert into event_names (name) select 'event_' || n from generate_series(1, $1::int / $1::int * 40) n order by n`,
];

/** Fills an empty, migrated database with customers of the usual sizes (half have up to 8 people, one has thousands). */
export async function fillPeople(pool: pg.Pool, accounts: number): Promise<BenchPerson[]> {
  const client = await pool.connect();
  try {
    await client.query('select setseed(0.42)');
    for (const text of PEOPLE) await client.query(text, [accounts]);
    await client.query('analyze accounts, account_keys, account_users');
    const { rows } = await client.query<BenchPerson>(
      `select a.account_id as "accountId", a.external_id as "accountKey", u.user_no as "userNo",
         u.external_id as "userKey"
       from accounts a join account_users u using (account_id) order by 1, 3`,
    );
    return rows;
  } finally {
    client.release();
  }
}
