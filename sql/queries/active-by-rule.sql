-- The people of accounts whom a rule about named events makes active in the 30 local days before a day.
select e.account_id as account_no, e.user_no
from events e
join accounts a using (account_id)
where e.occurred_at >= :start_30d::timestamptz and e.occurred_at < :day_start::timestamptz
  and e.kind = 0 and e.name_id = any (:names::int[])
  and a.external_id = any (:account_ids::text[])
group by e.account_id, e.user_no
having count(*) >= :min_count::int
  and count(distinct width_bucket(e.occurred_at, :midnights::timestamptz[])) >= :min_days::int
  and count(distinct e.name_id) >= :min_events::int
