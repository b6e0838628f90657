-- What became of each account that was a customer on a first of a month, within the horizon after it. Before the month
-- of the first stored loss nobody wrote losses down.
with cutoffs as (
  select day::date as day
  from generate_series(
    date_trunc('month', (select min(lost_on) from losses)::timestamp),
    date_trunc('month', :today::date::timestamp),
    interval '1 month'
  ) as day
  where day::date + :horizon_days::int <= :today::date
)
select a.external_id, c.day,
  min(l.lost_on) filter (where l.churned) as churned_on,
  coalesce(
    jsonb_agg(jsonb_build_object('minor', l.lost_mrr_minor, 'currency', l.currency) order by l.lost_on)
      filter (where l.lost_mrr_minor is not null),
    '[]'
  ) as lost
from cutoffs c
join accounts a on a.customer_since < c.day
left join losses l on l.account_id = a.account_id and l.lost_on >= c.day and l.lost_on < c.day + :horizon_days::int
where not exists (
  select from losses gone where gone.account_id = a.account_id and gone.churned and gone.lost_on < c.day
)
group by a.external_id, c.day
order by c.day, a.external_id collate "C"
