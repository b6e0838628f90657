-- Use of one account in several windows of local days, each from a start (included) to an end (left out), in the order
-- given: events, errors and distinct people, as the rollup counts them. A window without any row has zeros.
select
  (coalesce(sum(c.events), 0))::int as events,
  (coalesce(sum(c.errors), 0))::int as errors,
  (coalesce(sum(bit_count(c.active)), 0))::int as people
from unnest(:starts::date[], :ends::date[]) with ordinality as w (start_on, end_on, position)
left join lateral (
  select bit_or(d.active) as active, sum(d.events) as events, sum(d.errors) as errors
  from account_day d
  where d.account_id = :account_no::bigint and d.day >= w.start_on and d.day < w.end_on
  group by d.chunk
) c on true
group by w.position
order by w.position
