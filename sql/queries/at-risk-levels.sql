-- Accounts of the at-risk bucket at a day, newest revision, with what their exposure is made of.
select a.external_id as account_id, h.exposure_reporting_minor, h.currency, h.mrr_minor, h.mrr_reporting_minor,
  (h.facts ->> 'paid_seats')::int as paid_seats, (h.facts ->> 'active_users_30d')::int as active_users
from (
  select distinct on (account_id) *
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
) h
join accounts a using (account_id)
where h.bucket = 'at_risk'
