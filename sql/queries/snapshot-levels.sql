-- What comparing days needs of their snapshots, newest revision per account and day.
select distinct on (h.day, h.account_id) h.day, h.account_id as account_no, h.score_tenths, h.base_tenths,
  h.band_state as band, h.bucket, h.exposure_reporting_minor, h.definition_hash,
  coalesce((h.facts ->> 'cancel_at_period_end')::boolean, false) as cancelling,
  coalesce((h.facts ->> 'silent_14d')::boolean, false) as silent,
  coalesce((h.facts ->> 'past_due_days')::int, 0) as past_due_days,
  coalesce(h.seats -> 'flags' ? 'renewal_red_flag', false) as renewal_flag,
  (h.facts ->> 'days_to_renewal')::int as days_to_renewal
from health_snapshots h
where h.day = any (:days::date[])
order by h.day, h.account_id, h.revision desc
