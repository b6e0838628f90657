-- Distinct people of accounts in the 30 local days before a day, for each account and day given, in their order.
select coalesce(c.people, 0)::int as people
from unnest(:account_nos::bigint[], :days::date[]) with ordinality as w (account_id, day, position)
left join lateral (
  select sum(bit_count(active)) as people
  from (
    select bit_or(d.active) as active
    from account_day d
    where d.account_id = w.account_id and d.day >= w.day - 30 and d.day < w.day
    group by d.chunk
  ) chunks
) c on true
order by w.position
