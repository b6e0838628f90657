-- Tickets of each account from a local midnight on and before another one: those opened, how many of them are urgent, and
-- the minutes from opening to closing of those closed and not opened again.
select account_id as account_no,
  (count(*) filter (where opened_at >= :start_30d::timestamptz))::int as opened,
  (count(*) filter (
    where opened_at >= :start_30d::timestamptz and lower(priority) in ('urgent', 'critical', 'p1')
  ))::int as urgent,
  coalesce(array_agg((extract(epoch from closed_at - opened_at) / 60)::int) filter (
    where closed_at >= :start_30d::timestamptz and closed_at < :day_start::timestamptz and closed_at >= opened_at
      and (last_opened_at is null or last_opened_at <= closed_at)
  ), '{}') as resolution_minutes
from tickets
where opened_at < :day_start::timestamptz
  and (opened_at >= :start_30d::timestamptz or closed_at >= :start_30d::timestamptz)
group by account_id
