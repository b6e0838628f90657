-- Distinct people of accounts in the 30 local days before a day, for each account and day given, in their order.
with wanted as (
  select * from unnest(:account_nos::bigint[], :days::date[]) with ordinality as w (account_id, day, position)
),
chunks as (
  select d.account_id, w.position, d.chunk, bit_or(d.active) as active
  from wanted w
  join account_day d on d.account_id = w.account_id and d.day >= w.day - 30 and d.day < w.day
  group by d.account_id, w.position, d.chunk
),
counted as (
  select position, sum(bit_count(active))::int as people from chunks group by position
)
select coalesce(c.people, 0) as people from wanted w left join counted c using (position) order by w.position
