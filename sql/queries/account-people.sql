-- People of one account who count, by role or (:part = 'department') by department, and how many of them were active in
-- the 30 days before a local day: those of :active, or where that is null everybody who did anything.
-- Bit user_no % 256 of a chunk counts from the right, get_bit from the left.
with month as (
  select chunk, bit_or(active) as active
  from account_day
  where account_id = :account_no::bigint and day >= :day::date - 30 and day < :day::date
  group by chunk
)
select case :part::text when 'department' then u.department else u.role end as name, count(*)::int as people,
  (count(*) filter (where case
    when :active::int[] is null then get_bit(m.active, 255 - (u.user_no & 255)) = 1
    else u.user_no = any (:active::int[])
  end))::int as active
from account_users u
left join month m on m.chunk = u.user_no >> 8
where u.account_id = :account_no::bigint and u.counts and not u.excluded and u.seat_assigned is distinct from false
group by 1
order by people desc, name nulls last
