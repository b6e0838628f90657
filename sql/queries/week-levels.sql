-- What the accounts were on some days, newest revision per account and day: band, score, money and what they are worth.
select h.day, a.external_id as account_id, h.band_state as band, h.score_tenths, h.mrr_reporting_minor, h.definition_hash,
  h.facts ->> 'excluded' as excluded, coalesce((h.facts ->> 'cancel_at_period_end')::boolean, false) as cancelling
from (
  select distinct on (day, account_id) day, account_id, band_state, score_tenths, mrr_reporting_minor, definition_hash, facts
  from health_snapshots
  where day = any (:days::date[])
  order by day, account_id, revision desc
) h
join accounts a using (account_id)
