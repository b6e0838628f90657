-- Support of one account between two instants: tickets opened and closed in it, and those open at its end.
-- A ticket that was opened again after it was closed is open.
select
  (count(*) filter (where opened_at >= :start::timestamptz))::int as opened,
  (count(*) filter (where ended >= :start::timestamptz and ended < :until::timestamptz))::int as closed,
  (count(*) filter (where ended is null or ended >= :until::timestamptz))::int as still_open
from (
  select opened_at, case when last_opened_at > closed_at then null else closed_at end as ended
  from tickets
  where account_id = :account_no::bigint and opened_at < :until::timestamptz
) known
