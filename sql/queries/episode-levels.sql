-- What signals look at of some accounts on a day, newest revision of each. The evidence of the components stays where it
-- is. Only a few are asked for at once: each is looked up by itself.
select wanted.external_id as account_id, h.score_tenths, h.base_tenths, h.band_state as band, h.cap, h.bucket,
  h.health -> 'override' as override, h.facts, h.seats, h.definition_hash
from unnest(:account_ids::text[]) as wanted (external_id)
join account_keys k on k.external_id = wanted.external_id
join accounts a on a.account_id = k.account_id
cross join lateral (
  select s.*
  from health_snapshots s
  where s.account_id = a.account_id and s.day = :day::date
  order by s.revision desc
  limit 1
) h
