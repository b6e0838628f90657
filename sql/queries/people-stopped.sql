-- People of one account who may have a seat, were active in 120 days and did nothing in the last 30 of them before a
-- local day, the last to stop first.
select u.external_id as user_id, left(u.name, 200) as name, left(u.role, 80) as role, left(u.department, 80) as department,
  seen.day as last_on
from account_users u
cross join lateral (
  select d.day
  from account_day d
  where d.account_id = u.account_id and d.chunk = u.user_no >> 8 and d.day >= :day::date - 120 and d.day < :day::date
    and get_bit(d.active, 255 - (u.user_no & 255)) = 1
  order by d.day desc
  limit 1
) seen
where u.account_id = :account_no::bigint and u.counts and not u.excluded and u.seat_assigned is distinct from false
  and seen.day < :day::date - 30
order by seen.day desc, u.external_id collate "C"
limit :limit::int
