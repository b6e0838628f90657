-- A page of the day's snapshots in the order of the vendor's own ids, newest revision per account, with the account as
-- it is now. Null parameters do not filter; `after` is the last id of the page before.
with latest as (
  select distinct on (account_id) account_id, revision, band_state, bucket
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
),
chosen as (
  select l.account_id, l.revision, a.external_id, a.name, a.domain, a.plan, a.renews_on, a.owner_email,
    o.name as owner_name, o.slack_user_id as owner_slack_user_id
  from latest l
  join accounts a using (account_id)
  left join owners o on o.email = a.owner_email
  where (:after::text is null or a.external_id collate "C" > :after::text)
    and (:owner_email::text is null or lower(a.owner_email) = lower(:owner_email::text))
    and (:bands::text[] is null or l.band_state = any (:bands::text[]))
    and (:buckets::text[] is null or l.bucket = any (:buckets::text[]))
  order by a.external_id collate "C"
  limit :limit::int
)
select c.account_id as account_no, c.external_id as account_id, c.name, c.domain, c.plan, c.renews_on,
  c.owner_email, c.owner_name, c.owner_slack_user_id, h.facts, h.seats, h.health, h.computed_at
from chosen c
join health_snapshots h on h.account_id = c.account_id and h.day = :day::date and h.revision = c.revision
order by c.external_id collate "C"
