-- The people of one account whom a rule about named events makes active in the 30 local days before a day.
select user_no
from events
where occurred_at >= :start_30d::timestamptz and occurred_at < :day_start::timestamptz
  and kind = 0 and name_id = any (:names::int[])
  and account_id = :account_no::bigint
group by user_no
having count(*) >= :min_count::int
  and count(distinct width_bucket(occurred_at, :midnights::timestamptz[])) >= :min_days::int
  and count(distinct name_id) >= :min_events::int
