-- What comparing days needs of their snapshots, newest revision per account and day.
select h.day, a.external_id as account_id, h.score_tenths, h.base_tenths, h.band_state as band, h.bucket,
  h.exposure_reporting_minor, h.definition_hash,
  coalesce((h.health -> 'override' ->> 'withoutTenths')::int <> h.score_tenths, false) as overridden,
  coalesce((h.facts ->> 'cancel_at_period_end')::boolean, false) as cancelling,
  coalesce((h.facts ->> 'silent_14d')::boolean, false) as silent,
  coalesce((h.facts ->> 'past_due_days')::int, 0) as past_due_days,
  coalesce(h.seats -> 'flags' ? 'renewal_red_flag', false) as renewal_flag,
  (h.facts ->> 'days_to_renewal')::int as days_to_renewal
from (
  select distinct on (day, account_id) *
  from health_snapshots
  where day = any (:days::date[])
  order by day, account_id, revision desc
) h
join accounts a using (account_id)
order by h.day, a.external_id
