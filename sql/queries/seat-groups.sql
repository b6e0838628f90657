-- People who may have a seat, per account and role (or department), before a local day: those active in 30 days, and those
-- who were active in the 90 days before them and did nothing since. :account_ids are the vendor's own. Who is active is
-- told by the pairs :active_accounts and :active_users, or, where they are null, by any event of 30 days.
-- Bit user_no % 256 of a chunk counts from the right, get_bit from the left.
with picked as (
  select account_id, external_id from accounts where external_id = any (:account_ids::text[])
),
use as (
  select d.account_id, d.chunk, bit_or(d.active) as quarter,
    coalesce(bit_or(d.active) filter (where d.day >= :day::date - 30), 0::bit(256)) as month
  from account_day d
  join picked using (account_id)
  where d.day >= :day::date - 120 and d.day < :day::date
  group by d.account_id, d.chunk
),
people as (
  select u.account_id, u.seat_assigned,
    nullif(lower(btrim(case :part::text when 'department' then u.department else u.role end)), '') as name,
    coalesce(get_bit(d.month, 255 - (u.user_no & 255)) = 1, false) as seen,
    coalesce(get_bit(d.quarter, 255 - (u.user_no & 255)) = 1, false) as seen_before,
    case when :active_accounts::bigint[] is null then coalesce(get_bit(d.month, 255 - (u.user_no & 255)) = 1, false)
      else r.user_no is not null end as active
  from account_users u
  join picked using (account_id)
  left join use d on d.account_id = u.account_id and d.chunk = u.user_no >> 8
  left join unnest(:active_accounts::bigint[], :active_users::int[]) as r (account_id, user_no)
    on r.account_id = u.account_id and r.user_no = u.user_no
  where u.counts and not u.excluded and u.seat_assigned is distinct from false
)
select p.external_id as account_id, left(g.name, 80) as name, count(*)::int as people,
  (count(*) filter (where g.active))::int as active,
  (count(*) filter (where g.seen_before and not g.seen))::int as stopped,
  (count(*) filter (where g.seat_assigned))::int as assigned
from people g
join picked p using (account_id)
group by p.external_id, 2
order by p.external_id, 2
