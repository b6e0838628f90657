-- Use of every account in the six 30-day months before a local day, oldest first: distinct people, their events, and the
-- events of programs.
with months as (
  select account_id, month, sum(people)::int as people, sum(events)::int as events, sum(automated)::int as automated
  from (
    select account_id, chunk, (:day::date - 1 - day) / 30 as month, bit_count(bit_or(active)) as people,
      sum(events) as events, sum(automated) as automated
    from account_day
    where day >= :day::date - 180 and day < :day::date
    group by account_id, chunk, 3
  ) chunks
  group by account_id, month
)
select m.account_id as account_no, a.first_event_on,
  array_agg(m.month::int order by m.month desc) as months_ago,
  array_agg(m.people order by m.month desc) as people,
  array_agg(m.events order by m.month desc) as events,
  array_agg(m.automated order by m.month desc) as automated
from months m
join accounts a using (account_id)
group by m.account_id, a.first_event_on
