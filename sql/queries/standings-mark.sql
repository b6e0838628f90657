-- Changes whenever an account of the day is scored again, added, removed, or told of anew; a name that is what it was
-- again is told of later than before.
with latest as (
  select account_id, max(revision) as revision from health_snapshots where day = :day::date group by account_id
)
select coalesce(
  md5(string_agg(
    md5(jsonb_build_array(
      l.account_id, l.revision, a.external_id, a.name, a.plan, a.owner_email, a.renews_on, a.updated_at
    )::text),
    '' order by l.account_id
  )),
  ''
) as mark
from latest l
join accounts a using (account_id)
