-- Active people of a day's accounts that are not excluded, by 30-day month before the day: 0 is the newest. Accounts
-- that were not there for the whole of a month are not in it.
with latest as materialized (
  select distinct on (account_id) account_id, bucket, facts -> 'active_user_windows' as windows
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
)
select (jsonb_array_length(l.windows) - w.place)::int as ago, sum(w.people::int)::int as people
from latest l
join accounts a using (account_id)
cross join lateral jsonb_array_elements_text(l.windows) with ordinality as w (people, place)
where l.bucket <> 'excluded'
group by 1
order by 1 desc
