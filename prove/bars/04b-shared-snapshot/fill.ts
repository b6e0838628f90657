import type { Postgres } from '../../stand/postgres.ts';

/** Days of activity of each account. */
const DAYS = 120;

/** So many accounts, no two alike, whose fleet is down in the last weeks, so that the fleet factor is one of all. */
export async function fill(postgres: Pick<Postgres, 'query'>, accounts: number): Promise<void> {
  await postgres.query(`insert into source_watermarks
    select 'prove', kind, now(), now(), 1 from unnest(array['activity', 'errors', 'tickets', 'billing', 'nps']) kind`);
  await postgres.query(`insert into account_keys (external_id) select 'prove-' || n from generate_series(1, $1) n`, [
    accounts,
  ]);
  await postgres.query(`insert into accounts (account_id, external_id, name, plan, customer_since, first_event_on,
      renews_on, next_user_no)
    select account_id, external_id, external_id, (array['Pro', 'Team', 'Scale'])[1 + account_id % 3], current_date - 400,
      current_date - ${DAYS}, current_date + (account_id % 300)::int, 200
    from account_keys`);
  await postgres.query(`insert into account_day (account_id, day, chunk, events, errors, other_events, last_at, active)
    select account_id, current_date - ago, 0, 5 + (account_id * 7 + ago * 13) % 40, (account_id + ago) % 3, 0,
      now() - ago * interval '1 day', ('x' || md5(account_id || '-' || ago / 9) || repeat('0', 32))::bit(256)
    from account_keys cross join generate_series(1, ${DAYS}) ago
    where (account_id + ago) % 7 > (case when ago < 20 then 3 else 1 end)`);
  await postgres.query(`insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source,
      source_event_id, idempotency_key)
    select account_id, 'item', 'initial', 20 + account_id % 180, now() - interval '390 days', 'prove',
      'm' || account_id, 'm' || account_id
    from account_keys`);
  await postgres.query(`insert into subscription_states (account_id, source, subscription_id, effective_at, precedence,
      state_id, status, currency, mrr_minor, items)
    select account_id, 'prove', 'sub', now() - interval '390 days', 1, 's', 'active',
      (array['USD', 'EUR'])[1 + account_id % 2], 10000 + account_id % 9000, '[]'
    from account_keys`);
  await postgres.query(`insert into tickets (account_id, source, ticket_id, subject, priority, opened_at)
    select account_id, 'prove', 't' || n, 'Export is slow', (array['normal', 'urgent'])[1 + account_id % 2],
      now() - (n * 5 + account_id % 20) * interval '1 day'
    from account_keys cross join generate_series(1, 3) n where account_id % 4 = 0`);
  await postgres.query('analyze');
}
