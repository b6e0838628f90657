-- What signals look at on a day, newest revision per account. The evidence of the components stays where it is.
select a.external_id as account_id, h.score_tenths, h.base_tenths, h.band_state as band, h.cap, h.bucket,
  h.health -> 'override' as override, h.facts, h.seats, h.definition_hash
from (
  select distinct on (account_id) *
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
) h
join accounts a using (account_id)
