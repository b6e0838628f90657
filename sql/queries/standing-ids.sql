-- The vendor's own ids of the day's snapshots in the order of standings, as one list: who reads the wide rows in parts
-- asks for it first. Null parameters do not filter; the filters are those of standings.
with latest as (
  select distinct on (account_id) account_id, revision, score_tenths, mrr_reporting_minor, band_state, bucket
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
)
select coalesce(
  jsonb_agg(
    a.external_id
    order by l.score_tenths asc nulls last, l.mrr_reporting_minor desc nulls last, a.external_id collate "C"
  ),
  '[]'
) as account_ids
from latest l
join accounts a using (account_id)
left join owners o on o.email = a.owner_email
where (:owner_email::text is null or lower(a.owner_email) = lower(:owner_email::text))
  and (:owner_slack_user_id::text is null or o.slack_user_id = :owner_slack_user_id::text)
  and (:plan::text is null or lower(a.plan) = lower(:plan::text))
  and (:bands::text[] is null or l.band_state = any (:bands::text[]))
  and (:buckets::text[] is null or l.bucket = any (:buckets::text[]))
  and (:scored::boolean is null
    or case when :scored::boolean then l.score_tenths is not null
      else l.score_tenths is null and l.bucket <> 'excluded' end)
