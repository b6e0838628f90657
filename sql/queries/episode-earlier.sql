-- What a day of some accounts is compared with, newest revision per account and earlier day. Only a few are asked for at
-- once: each is looked up by itself.
select wanted.external_id as account_id, h.day, h.base_tenths, h.band_state as band, h.bucket, h.definition_hash,
  coalesce((h.override ->> 'withoutTenths')::int <> h.score_tenths, false) as overridden
from unnest(:account_ids::text[]) as wanted (external_id)
join account_keys k on k.external_id = wanted.external_id
join accounts a on a.account_id = k.account_id
cross join lateral (
  select distinct on (s.day) s.day, s.score_tenths, s.base_tenths, s.band_state, s.bucket, s.definition_hash,
    case when s.day = :before::date then s.health -> 'override' end as override
  from health_snapshots s
  where s.account_id = a.account_id and s.day = any (:days::date[])
  order by s.day, s.revision desc
) h
