-- Active people of a day's accounts that are not excluded, by 30-day month before the day: 0 is the newest. Accounts
-- that were not there for the whole of a month are not in it.
select (f.months - w.place)::int as ago, sum(w.people)::int as people
from (
  select distinct on (account_id) account_id, revision, bucket
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
) l
join accounts a using (account_id)
join health_snapshots h on h.account_id = l.account_id and h.day = :day::date and h.revision = l.revision
cross join lateral (select jsonb_array_length(h.facts -> 'active_user_windows') as months) f
cross join lateral jsonb_array_elements_text(h.facts -> 'active_user_windows')
  with ordinality as e (people, place)
cross join lateral (select e.people::int as people, e.place::int as place) w
where l.bucket <> 'excluded'
group by 1
order by 1 desc
