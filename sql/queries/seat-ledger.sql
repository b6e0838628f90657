-- The newest seat movements of one account before an instant, each with the balance after it.
select effective_at, delta, kind, source, source_event_id, balance
from (
  select effective_at, movement_id, delta, kind, source, source_event_id,
    (sum(delta) over (order by effective_at, movement_id))::int as balance
  from seat_movements
  where account_id = :account_no::bigint and effective_at < :before::timestamptz
) ledger
order by effective_at desc, movement_id desc
limit :limit::int
