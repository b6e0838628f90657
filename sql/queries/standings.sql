-- The day's snapshots, newest revision per account, with the account as it is now. Null parameters do not filter.
-- Narrow rows are filtered and ordered first; the wide ones are fetched for what is left.
with latest as (
  select distinct on (account_id) account_id, revision, score_tenths, mrr_reporting_minor, band_state, bucket
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
),
chosen as (
  select l.account_id, l.revision, l.score_tenths, l.mrr_reporting_minor, a.external_id, a.name, a.domain, a.plan,
    a.renews_on, a.owner_email, o.name as owner_name, o.slack_user_id as owner_slack_user_id
  from latest l
  join accounts a using (account_id)
  left join owners o on o.email = a.owner_email
  where (:account_ids::text[] is null or a.external_id = any (:account_ids::text[]))
    and (:owner_email::text is null or lower(a.owner_email) = lower(:owner_email::text))
    and (:owner_slack_user_id::text is null or o.slack_user_id = :owner_slack_user_id::text)
    and (:plan::text is null or lower(a.plan) = lower(:plan::text))
    and (:bands::text[] is null or l.band_state = any (:bands::text[]))
    and (:buckets::text[] is null or l.bucket = any (:buckets::text[]))
    and (:scored::boolean is null
      or case when :scored::boolean then l.score_tenths is not null
        else l.score_tenths is null and l.bucket <> 'excluded' end)
  order by l.score_tenths asc nulls last, l.mrr_reporting_minor desc nulls last, a.external_id collate "C"
  limit :limit::int
)
select c.account_id as account_no, c.external_id as account_id, c.name, c.domain, c.plan, c.renews_on,
  c.owner_email, c.owner_name, c.owner_slack_user_id, h.facts, h.seats, h.health, h.computed_at
from chosen c
join health_snapshots h on h.account_id = c.account_id and h.day = :day::date and h.revision = c.revision
order by c.score_tenths asc nulls last, c.mrr_reporting_minor desc nulls last, c.external_id collate "C"
