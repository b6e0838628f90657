-- The day's snapshots, newest revision per account, with the account as it is now. Null parameters do not filter.
with latest as (
  select distinct on (account_id) *
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
)
select a.account_id as account_no, a.external_id as account_id, a.name, a.domain, a.plan, a.renews_on,
  a.owner_email, o.name as owner_name, o.slack_user_id as owner_slack_user_id,
  h.facts, h.seats, h.health, h.computed_at
from latest h
join accounts a using (account_id)
left join owners o on o.email = a.owner_email
where (:account_nos::bigint[] is null or h.account_id = any (:account_nos::bigint[]))
  and (:owner_email::text is null or lower(a.owner_email) = lower(:owner_email::text))
  and (:owner_slack_user_id::text is null or o.slack_user_id = :owner_slack_user_id::text)
  and (:plan::text is null or lower(a.plan) = lower(:plan::text))
  and (:bands::text[] is null or h.band_state = any (:bands::text[]))
order by h.score_tenths asc nulls last, h.mrr_reporting_minor desc nulls last, a.external_id collate "C"
limit :limit::int
